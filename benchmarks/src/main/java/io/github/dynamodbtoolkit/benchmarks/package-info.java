/**
 * What the toolkit costs, always beside the bare thing in the same run, so that the
 * answer is a ratio.
 */
@NullMarked
package io.github.dynamodbtoolkit.benchmarks;

import org.jspecify.annotations.NullMarked;
