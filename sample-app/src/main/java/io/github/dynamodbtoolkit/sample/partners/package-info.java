/**
 * What partners may ask, each within the limits of its app.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.partners;

import org.jspecify.annotations.NullMarked;
