package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.DurationText;

/**
 * How many permits there are in which time, and how they are counted.
 */
public sealed interface RateLimit {

	/**
	 * The largest limit.
	 */
	long MAX_LIMIT = 1_000_000_000_000L;

	/**
	 * The sub-windows of a sliding window unless said otherwise.
	 */
	int DEFAULT_SUB_WINDOWS = 10;

	/**
	 * The permits of a window.
	 * @return 0 or more; with 0 every request is denied
	 */
	long limit();

	/**
	 * The window.
	 * @return at least 100 ms, whole milliseconds
	 */
	Duration window();

	/**
	 * The most permits that one request can be given.
	 * @return the limit, or a bucket's burst
	 */
	long mostAtOnce();

	/**
	 * The same limit with another number of permits.
	 * @param limit 0 or more
	 * @return the changed limit
	 */
	RateLimit withLimit(long limit);

	/**
	 * A sliding window of 10 sub-windows.
	 * @param limit the permits
	 * @param window in which time
	 * @return the limit
	 */
	static SlidingWindow slidingWindow(long limit, Duration window) {
		return new SlidingWindow(limit, window, DEFAULT_SUB_WINDOWS);
	}

	/**
	 * A token bucket that holds as much as it is given in a window.
	 * @param limit the permits
	 * @param window in which time
	 * @return the limit
	 */
	static TokenBucket tokenBucket(long limit, Duration window) {
		return new TokenBucket(limit, window, limit);
	}

	/**
	 * Never more than {@code limit} permits in any interval as long as the window. The
	 * window is counted in sub-windows, the oldest of them whole, so that a sustained
	 * load gets at least {@code limit · n / (n + 1)} a window.
	 *
	 * @param limit the permits, 0 to 10^12
	 * @param window in which time, at least 100 ms, in whole milliseconds
	 * @param subWindows into how many parts the window is divided, 1 to 60
	 */
	record SlidingWindow(long limit, Duration window, int subWindows) implements RateLimit {

		public SlidingWindow {
			requireLimit(limit, window);
			if (subWindows < 1 || subWindows > 60) {
				throw new IllegalArgumentException("sub-windows must be between 1 and 60, got " + subWindows);
			}
		}

		@Override
		public long mostAtOnce() {
			return this.limit;
		}

		@Override
		public SlidingWindow withLimit(long limit) {
			return new SlidingWindow(limit, this.window, this.subWindows);
		}

		/** Rounded up, so that the parts together are never shorter than the window. */
		long subWindowNanos() {
			return roundedUp(this.window.toMillis(), this.subWindows) * 1_000_000;
		}

	}

	/**
	 * A bucket that holds {@code burst} permits and regains {@code limit} of them a
	 * window, evenly: in any interval {@code T} at most
	 * {@code burst + T · limit / window}.
	 *
	 * @param limit the permits regained a window, 0 to 10^12, at most one a nanosecond
	 * @param window in which time, at least 100 ms, in whole milliseconds
	 * @param burst the most at once, at least 1 unless the limit is 0
	 */
	record TokenBucket(long limit, Duration window, long burst) implements RateLimit {

		/** Full for longer than a century: nobody means that, and it overflows. */
		private static final long LONGEST_FILL_NANOS = 1L << 61;

		public TokenBucket {
			requireLimit(limit, window);
			if (limit > window.toNanos()) {
				throw new IllegalArgumentException("limit " + limit + " in " + DurationText.of(window)
						+ " is more than one permit a nanosecond. Use a sliding window.");
			}
			if (burst < Math.min(limit, 1) || burst > MAX_LIMIT) {
				throw new IllegalArgumentException("burst must be between 1 and 10^12, got " + burst);
			}
			if (burst > LONGEST_FILL_NANOS / roundedUp(window.toNanos(), Math.max(1, limit))) {
				throw new IllegalArgumentException("burst " + burst + " takes too long to fill at " + limit + " in "
						+ DurationText.of(window) + ". Use a smaller burst.");
			}
		}

		@Override
		public long mostAtOnce() {
			return this.limit > 0 ? this.burst : 0;
		}

		@Override
		public TokenBucket withLimit(long limit) {
			return new TokenBucket(limit, this.window, this.burst == this.limit ? limit : this.burst);
		}

		/**
		 * From one permit to the next; rounded up, so that the rate is never exceeded.
		 */
		long intervalNanos() {
			return roundedUp(this.window.toNanos(), Math.max(1, this.limit));
		}

	}

	private static void requireLimit(long limit, Duration window) {
		if (limit < 0) {
			throw new IllegalArgumentException("limit must be ≥ 0, got " + limit);
		}
		if (limit > MAX_LIMIT) {
			throw new IllegalArgumentException("limit must be at most 10^12, got " + limit);
		}
		if (window.compareTo(Duration.ofMillis(100)) < 0) {
			throw new IllegalArgumentException("window must be at least 100ms, got " + DurationText.of(window));
		}
		if (window.getNano() % 1_000_000 != 0) {
			throw new IllegalArgumentException("window must be whole milliseconds, got " + DurationText.of(window));
		}
		if (window.compareTo(Duration.ofDays(3650)) > 0) {
			throw new IllegalArgumentException("window must be at most 3650d, got " + DurationText.of(window));
		}
		if (limit > Long.MAX_VALUE / window.toMillis()) {
			throw new IllegalArgumentException("limit " + limit + " in " + DurationText.of(window)
					+ " is too large to be counted. Use a smaller one.");
		}
	}

	private static long roundedUp(long dividend, long divisor) {
		return (dividend + divisor - 1) / divisor;
	}

}
