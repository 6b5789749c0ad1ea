/**
 * Errors as problem details.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.problems;

import org.jspecify.annotations.NullMarked;
