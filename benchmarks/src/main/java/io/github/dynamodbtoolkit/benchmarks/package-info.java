/**
 * What the toolkit costs, always beside the bare thing in the same run, so that the
 * answer is a ratio. Not null-marked: JMH fills the fields of a state after it has been
 * made.
 */
package io.github.dynamodbtoolkit.benchmarks;
