package io.github.dynamodbtoolkit.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When the entries of a cache go.
 *
 * @param timeToLive how long they live
 * @param jitter by how much of itself a time to live may be shortened at random, so that
 * entries stored together do not expire together; 0 to 0.5
 * @param softTimeToLive after which an entry is still served, but should be loaded anew
 * in the background; 1 millisecond to {@link TimeToLive#MAX}, null for never
 */
public record Expiry(TimeToLive timeToLive, double jitter, @Nullable Duration softTimeToLive) {

	public Expiry {
		if (!(jitter >= 0 && jitter <= 0.5)) {
			throw new IllegalArgumentException(
					"time-to-live-jitter must be between 0 and 0.5 (half of the time to live), got " + jitter + ".");
		}
		if (softTimeToLive != null) {
			TimeToLive.requireInRange("soft-ttl", softTimeToLive);
		}
	}

	/**
	 * No expiry.
	 * @return for entries that stay until they are evicted
	 */
	public static Expiry never() {
		return new Expiry(TimeToLive.unlimited(), 0, null);
	}

}
