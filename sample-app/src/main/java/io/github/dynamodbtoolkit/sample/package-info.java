/**
 * A small shop that uses every part of the toolkit.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample;

import org.jspecify.annotations.NullMarked;
