package io.github.dynamodbtoolkit.cache;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.value.ValueLimits;

/**
 * How one cache behaves.
 *
 * @param timeToLive how long entries live
 * @param jitter by how much of itself a time to live may be shortened at random, so that
 * entries stored together do not expire together; 0 to 0.5
 * @param consistency whether reads must see every confirmed write, at twice the price
 * @param limits compression and largest value
 * @param maxLoadTime the longest that loading a value may take for it to be stored; at
 * the same time how long an evicted key is remembered; 1 second to 1 day
 */
public record CacheSettings(TimeToLive timeToLive, double jitter, Consistency consistency, ValueLimits limits,
		Duration maxLoadTime) {

	private static final Duration SHORTEST_LOAD_TIME = Duration.ofSeconds(1);

	private static final Duration LONGEST_LOAD_TIME = Duration.ofDays(1);

	public CacheSettings {
		if (!(jitter >= 0 && jitter <= 0.5)) {
			throw new IllegalArgumentException(
					"time-to-live-jitter must be between 0 and 0.5 (half of the time to live), got " + jitter + ".");
		}
		if (maxLoadTime.compareTo(SHORTEST_LOAD_TIME) < 0 || maxLoadTime.compareTo(LONGEST_LOAD_TIME) > 0) {
			throw new IllegalArgumentException("max-load-time must be between 1s and 1d, got " + maxLoadTime + ".");
		}
	}

	/**
	 * No expiry, eventually consistent reads, values up to 5 MB, loads up to 10 minutes.
	 * @return the default settings
	 */
	public static CacheSettings defaults() {
		return new CacheSettings(TimeToLive.unlimited(), 0, Consistency.EVENTUAL, ValueLimits.defaults(),
				Duration.ofMinutes(10));
	}

	/**
	 * These settings with another time to live.
	 * @param timeToLive how long entries live
	 * @return the changed settings
	 */
	public CacheSettings withTimeToLive(TimeToLive timeToLive) {
		return new CacheSettings(timeToLive, this.jitter, this.consistency, this.limits, this.maxLoadTime);
	}

	/**
	 * These settings with another jitter.
	 * @param jitter 0 to 0.5
	 * @return the changed settings
	 */
	public CacheSettings withJitter(double jitter) {
		return new CacheSettings(this.timeToLive, jitter, this.consistency, this.limits, this.maxLoadTime);
	}

	/**
	 * These settings with another consistency.
	 * @param consistency of reads
	 * @return the changed settings
	 */
	public CacheSettings withConsistency(Consistency consistency) {
		return new CacheSettings(this.timeToLive, this.jitter, consistency, this.limits, this.maxLoadTime);
	}

	/**
	 * These settings with other limits.
	 * @param limits compression and largest value
	 * @return the changed settings
	 */
	public CacheSettings withLimits(ValueLimits limits) {
		return new CacheSettings(this.timeToLive, this.jitter, this.consistency, limits, this.maxLoadTime);
	}

	/**
	 * These settings with another longest load.
	 * @param maxLoadTime 1 second to 1 day
	 * @return the changed settings
	 */
	public CacheSettings withMaxLoadTime(Duration maxLoadTime) {
		return new CacheSettings(this.timeToLive, this.jitter, this.consistency, this.limits, maxLoadTime);
	}

}
