package io.github.dynamodbtoolkit.metrics;

/**
 * What the dedupe store does, as far as it is counted.
 */
public enum DedupeEvent {

	/** A caller became the owner of a key that nobody held. */
	OWNED,

	/** A caller joined a running job. */
	JOINED,

	/** A caller got a result that was kept. */
	REPLAYED,

	/** A waiting caller took over from an owner that is dead or gave up. */
	TAKEN_OVER,

	/** A job's result was recorded. */
	COMPLETED,

	/** A job's failure was recorded. */
	FAILED,

	/** A job ended without an outcome, so that others may begin anew. */
	RELEASED,

	/** An owner learnt that another has taken its place. */
	LEASE_LOST,

	/** A job ran longer than the permitted time; its lease is not renewed any more. */
	JOB_TIMED_OUT,

	/** A look for an outcome failed; it is repeated. */
	POLL_FAILED,

	/** A waiting caller heard nothing in time. */
	WAIT_TIMED_OUT,

	/** A caller could not wait, because too many do already. */
	TOO_MANY_WAITERS,

	/** A caller came with a known key and another payload. */
	PAYLOAD_MISMATCH,

	/** A result was recorded as too large, or not encodable, to be shared. */
	WITHHELD,

	/** The work was done, but DynamoDB failed before the outcome was recorded. */
	NOT_RECORDED,

	/** The work was done without dedupe, because DynamoDB failed. */
	UNPROTECTED

}
