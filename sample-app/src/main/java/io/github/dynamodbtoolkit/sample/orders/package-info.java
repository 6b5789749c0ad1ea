/**
 * Orders, each created once however often the request comes.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.orders;

import org.jspecify.annotations.NullMarked;
