package io.github.dynamodbtoolkit.metrics;

/**
 * What a rate limiter does, as far as it is counted.
 */
public enum RateLimitEvent {

	/** A request was allowed by a write of the shared limit. */
	ALLOWED,

	/** A request was allowed from permits that this instance had taken before. */
	ALLOWED_FROM_LEASE,

	/** A request was refused by the shared limit. */
	REFUSED,

	/** A request was refused because the same was refused a moment ago. */
	REFUSED_FROM_MEMORY,

	/** A request was refused because others changed the limit at every attempt. */
	REFUSED_CONTENDED,

	/** DynamoDB gave no answer, and the request was allowed as configured for that. */
	ALLOWED_BY_FALLBACK,

	/** DynamoDB gave no answer, and the request was refused as configured for that. */
	REFUSED_BY_FALLBACK,

	/** A limit's item was written by a clock that is far ahead of this machine's. */
	CLOCK_AHEAD,

	/** A limit's item could not be read, and was mended as if nothing were left. */
	UNREADABLE

}
