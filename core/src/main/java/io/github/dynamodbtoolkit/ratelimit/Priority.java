package io.github.dynamodbtoolkit.ratelimit;

/**
 * For whom a permit is, where a limit is shared adaptively.
 */
public enum Priority {

	/** Somebody waits for the answer. */
	USER,

	/** Nobody waits for it. */
	BACKGROUND,

	/** Not said: only the limit as a whole holds the request. */
	NONE

}
