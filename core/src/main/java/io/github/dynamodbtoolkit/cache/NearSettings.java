package io.github.dynamodbtoolkit.cache;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.DurationText;

/**
 * Copies of entries in the memory of an instance, which cost no request.
 *
 * @param maxSize the most copies kept, 1 to 1,000,000
 * @param ttl the longest that a copy is used, and so how late an eviction or a
 * {@code @CachePut} made elsewhere may reach this instance; 1 millisecond to 1 hour
 */
public record NearSettings(int maxSize, Duration ttl) {

	private static final int LARGEST = 1_000_000;

	private static final Duration LONGEST = Duration.ofHours(1);

	public NearSettings {
		if (maxSize < 1 || maxSize > LARGEST) {
			throw new IllegalArgumentException("near.max-size must be between 1 and " + LARGEST + ", got " + maxSize
					+ ". Leave it out for no near cache.");
		}
		if (ttl.toMillis() < 1 || ttl.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"near.ttl must be between 1ms and 1h, got " + DurationText.of(ttl) + ".");
		}
	}

}
