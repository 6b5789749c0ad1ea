/**
 * The registry of calling apps in soketi's table layout.
 */
@NullMarked
package io.github.dynamodbtoolkit.apps;

import org.jspecify.annotations.NullMarked;
