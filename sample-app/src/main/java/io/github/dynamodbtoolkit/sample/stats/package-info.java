/**
 * Proof of what was not answered from a cache.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.stats;

import org.jspecify.annotations.NullMarked;
