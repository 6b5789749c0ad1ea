package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many user requests there were lately, in 15 parts of the monitoring window. Pure.
 *
 * @param partMillis the length of a part
 * @param counts requests by the number of the part since the epoch, without empty ones
 */
record UserActivity(long partMillis, Map<Long, Long> counts) {

	private static final int PARTS = 15;

	/** How the last third of the window compares with the one before. */
	enum Trend {

		INCREASING, STEADY, DECREASING

	}

	static UserActivity of(Duration window, Map<Long, Long> counts) {
		return new UserActivity(window.toMillis() / PARTS, counts);
	}

	/** With requests at one instant, and without what is older than the window. */
	UserActivity plus(long requests, long at, long now) {
		Map<Long, Long> kept = new TreeMap<>(this.counts);
		kept.merge(at / this.partMillis, requests, Long::sum);
		kept.values().removeIf((count) -> count == 0);
		kept.keySet().removeIf((part) -> part <= now / this.partMillis - PARTS || part > now / this.partMillis);
		return new UserActivity(this.partMillis, kept);
	}

	long recent(long now) {
		return between(now, 0, PARTS);
	}

	Trend trend(long now) {
		long last = between(now, 0, PARTS / 3);
		long before = between(now, PARTS / 3, 2 * PARTS / 3);
		if (last > before * 1.5) {
			return Trend.INCREASING;
		}
		return last < before * 0.5 ? Trend.DECREASING : Trend.STEADY;
	}

	/** Counts parts by their age. */
	private long between(long now, int from, int to) {
		long newest = now / this.partMillis - from;
		long oldest = now / this.partMillis - to;
		return this.counts.entrySet()
			.stream()
			.filter((entry) -> entry.getKey() <= newest && entry.getKey() > oldest)
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

}
