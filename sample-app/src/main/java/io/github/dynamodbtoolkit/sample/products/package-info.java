/**
 * The catalogue and its caches.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.products;

import org.jspecify.annotations.NullMarked;
