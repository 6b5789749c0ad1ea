package io.github.dynamodbtoolkit.ratelimit;

/**
 * How full one limit is at some instant. Pure: state and instant in, state out. All times
 * are nanoseconds since the epoch, in the time of the item.
 */
sealed interface Level permits WindowLevel, BucketLevel {

	/**
	 * No time of ours lies beyond: the year 2200.
	 */
	long END_OF_TIME = 7_258_118_400_000_000_000L;

	RateLimit limit();

	/**
	 * This level at a later instant. Time never goes back: at an earlier one it is what
	 * it is.
	 */
	Level at(long now);

	/** This level under another limit of the same window. */
	Level under(RateLimit limit);

	/** This level with permits taken, whether they fit or not. */
	Level plus(long permits);

	/** This level with nothing left. */
	Level full();

	/** Whether adding has made the other level of this one, which has the same limit. */
	boolean isBehind(Level other);

	long remaining();

	/**
	 * How long until as many permits fit, if nobody takes any meanwhile; 0 if they do. Of
	 * more than ever fit: until the whole limit is there.
	 */
	long waitNanos(long permits);

	/** How long until the whole limit is there. */
	long resetNanos();

	/**
	 * The clock of an instance that wrote this level must have shown at least this.
	 */
	long provenTime();

	default boolean fits(long permits) {
		return waitNanos(permits) == 0 && permits <= limit().mostAtOnce();
	}

}
