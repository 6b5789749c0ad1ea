package io.github.dynamodbtoolkit.cache;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.value.ValueLimits;
import org.jspecify.annotations.Nullable;

/**
 * How one cache behaves.
 *
 * @param expiry when entries go
 * @param consistency whether reads must see every confirmed write, at twice the price
 * @param limits compression and largest value
 * @param maxLoadTime the longest that loading a value may take for it to be stored; at
 * the same time how long an evicted key is remembered; 1 second to 1 day
 * @param near copies in this instance's memory, null for none
 */
public record CacheSettings(Expiry expiry, Consistency consistency, ValueLimits limits, Duration maxLoadTime,
		@Nullable NearSettings near) {

	private static final Duration SHORTEST_LOAD_TIME = Duration.ofSeconds(1);

	static final Duration LONGEST_LOAD_TIME = Duration.ofDays(1);

	public CacheSettings {
		if (maxLoadTime.compareTo(SHORTEST_LOAD_TIME) < 0 || maxLoadTime.compareTo(LONGEST_LOAD_TIME) > 0) {
			throw new IllegalArgumentException(
					"max-load-time must be between 1s and 1d, got " + DurationText.of(maxLoadTime) + ".");
		}
	}

	/**
	 * No expiry, eventually consistent reads, values up to 5 MB, loads up to 10 minutes,
	 * no near cache.
	 * @return the default settings
	 */
	public static CacheSettings defaults() {
		return new CacheSettings(Expiry.never(), Consistency.EVENTUAL, ValueLimits.defaults(), Duration.ofMinutes(10),
				null);
	}

	/**
	 * These settings with another expiry.
	 * @param expiry when entries go
	 * @return the changed settings
	 */
	public CacheSettings withExpiry(Expiry expiry) {
		return new CacheSettings(expiry, this.consistency, this.limits, this.maxLoadTime, this.near);
	}

	/**
	 * These settings with another time to live.
	 * @param timeToLive how long entries live
	 * @return the changed settings
	 */
	public CacheSettings withTimeToLive(TimeToLive timeToLive) {
		return withExpiry(new Expiry(timeToLive, this.expiry.jitter(), this.expiry.softTimeToLive()));
	}

	/**
	 * These settings with other limits.
	 * @param limits compression and largest value
	 * @return the changed settings
	 */
	public CacheSettings withLimits(ValueLimits limits) {
		return new CacheSettings(this.expiry, this.consistency, limits, this.maxLoadTime, this.near);
	}

	/**
	 * These settings with a near cache.
	 * @param near copies in this instance's memory, null for none
	 * @return the changed settings
	 */
	public CacheSettings withNear(@Nullable NearSettings near) {
		return new CacheSettings(this.expiry, this.consistency, this.limits, this.maxLoadTime, near);
	}

}
