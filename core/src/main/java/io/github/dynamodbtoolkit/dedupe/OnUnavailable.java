package io.github.dynamodbtoolkit.dedupe;

/**
 * What becomes of work when it cannot be known whether somebody else does it.
 */
public enum OnUnavailable {

	/** It is not done: it must not be done twice. */
	FAIL,

	/** It is done all the same: doing it twice only costs. */
	RUN

}
