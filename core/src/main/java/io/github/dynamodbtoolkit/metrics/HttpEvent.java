package io.github.dynamodbtoolkit.metrics;

/**
 * What happens to calls of other services, as far as it is counted.
 */
public enum HttpEvent {

	/** A call was answered by an equal one. */
	JOINED,

	/** An answer was not for others, so those who waited for it called themselves. */
	NOT_SHARED,

	/** A call was made without looking for equal ones, because the store failed. */
	NOT_DEDUPED,

	/**
	 * A call was refused because its server asked not to be called. Refusals by limits
	 * are counted as {@link RateLimitEvent}.
	 */
	REFUSED_BY_COOLDOWN,

	/** A call waited for the end of a cooldown. */
	WAITED_FOR_COOLDOWN,

	/** A server asked not to be called for a time. */
	COOLDOWN_LEARNED

}
