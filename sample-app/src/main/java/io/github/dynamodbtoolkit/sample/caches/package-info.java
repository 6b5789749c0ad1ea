/**
 * Evicting by hand.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.caches;

import org.jspecify.annotations.NullMarked;
