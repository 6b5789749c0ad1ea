package io.github.dynamodbtoolkit.ratelimit;

import io.github.dynamodbtoolkit.table.Keys;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a limiter.
 *
 * @param resource the resource, which says what limits hold; at most 255 bytes of UTF-8
 * @param key whose limit of that resource, such as a user's id; null if all share one
 * @param permits how many permits, at least 1
 * @param priority for whom
 */
public record RateLimitRequest(String resource, @Nullable String key, long permits, Priority priority) {

	public RateLimitRequest {
		if (resource == null) {
			throw new IllegalArgumentException("Rate limiter name must not be empty.");
		}
		Keys.requireName("Rate limiter name", resource, Keys.MAX_CACHE_NAME_BYTES);
		if (key != null) {
			Keys.requireUnicode("Rate limiter '" + resource + "': the key", key);
		}
		if (permits <= 0) {
			throw new IllegalArgumentException("permits must be positive, got " + permits);
		}
	}

	/**
	 * One permit of a resource.
	 * @param resource the resource
	 * @return the request
	 */
	public static RateLimitRequest of(String resource) {
		return new RateLimitRequest(resource, null, 1, Priority.NONE);
	}

	/**
	 * This request under a key of its own.
	 * @param key such as a user's id
	 * @return the changed request
	 */
	public RateLimitRequest withKey(String key) {
		return new RateLimitRequest(this.resource, key, this.permits, this.priority);
	}

	/**
	 * This request for another number of permits.
	 * @param permits at least 1
	 * @return the changed request
	 */
	public RateLimitRequest withPermits(long permits) {
		return new RateLimitRequest(this.resource, this.key, permits, this.priority);
	}

	/**
	 * This request with a priority.
	 * @param priority for whom
	 * @return the changed request
	 */
	public RateLimitRequest withPriority(Priority priority) {
		return new RateLimitRequest(this.resource, this.key, this.permits, priority);
	}

	/** The resource only: a key may be anybody's data. */
	@Override
	public String toString() {
		return this.permits + " of '" + this.resource + "' for " + this.priority;
	}

}
