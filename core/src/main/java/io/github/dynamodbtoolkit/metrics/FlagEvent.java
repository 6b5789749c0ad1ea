package io.github.dynamodbtoolkit.metrics;

/**
 * What happens to single flags and segments, as far as it is counted.
 */
public enum FlagEvent {

	/** A read found an item that cannot be read; it counts as absent. */
	UNREADABLE,

	/** An init left out an item that cannot be stored. */
	REJECTED

}
