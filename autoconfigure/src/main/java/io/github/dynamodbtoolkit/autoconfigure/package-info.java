/**
 * Auto-configuration of the toolkit.
 */
@NullMarked
package io.github.dynamodbtoolkit.autoconfigure;

import org.jspecify.annotations.NullMarked;
