/**
 * Quotes of the supplier, asked for over HTTP: equal questions at the same time are one,
 * and all instances together keep to the supplier's limit.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.quotes;

import org.jspecify.annotations.NullMarked;
