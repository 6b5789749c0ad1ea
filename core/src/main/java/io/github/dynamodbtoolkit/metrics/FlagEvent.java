package io.github.dynamodbtoolkit.metrics;

/**
 * What happens to flags and segments, as far as it is counted.
 */
public enum FlagEvent {

	/** A read found an item that cannot be read; it counts as absent. */
	UNREADABLE,

	/** An init left out an item that cannot be stored. */
	REJECTED,

	/** A flag was seen to have changed, itself or what it refers to. */
	CHANGED,

	/** Flags are there to be evaluated, for the first time or again. */
	READY,

	/** Flags cannot be read anew; those that were read last are evaluated. */
	STALE,

	/** Flags will not be read any more, such as with an invalid key of the service. */
	FAILED

}
