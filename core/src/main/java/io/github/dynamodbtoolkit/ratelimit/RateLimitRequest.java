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
 * @param limits what holds the resource under this key, in place of what is configured;
 * null for the latter
 */
public record RateLimitRequest(String resource, @Nullable String key, long permits, Priority priority,
		@Nullable ResourceLimits limits) {

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
	 * Asks within the configured limits.
	 * @param resource the resource
	 * @param key whose limit of that resource, null if all share one
	 * @param permits how many permits, at least 1
	 * @param priority for whom
	 */
	public RateLimitRequest(String resource, @Nullable String key, long permits, Priority priority) {
		this(resource, key, permits, priority, null);
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
		return new RateLimitRequest(this.resource, key, this.permits, this.priority, this.limits);
	}

	/**
	 * This request for another number of permits.
	 * @param permits at least 1
	 * @return the changed request
	 */
	public RateLimitRequest withPermits(long permits) {
		return new RateLimitRequest(this.resource, this.key, permits, this.priority, this.limits);
	}

	/**
	 * This request with a priority.
	 * @param priority for whom
	 * @return the changed request
	 */
	public RateLimitRequest withPriority(Priority priority) {
		return new RateLimitRequest(this.resource, this.key, this.permits, priority, this.limits);
	}

	/**
	 * This request with limits of its own, for a resource whose limits depend on the key.
	 * All instances must bring the same; where they change, what was counted still counts
	 * as long as windows and sub-windows are the same. Resources come from code, and so
	 * are few: the first hundred of them are counted under their names.
	 * @param limits what holds the resource under this key
	 * @return the changed request
	 */
	public RateLimitRequest withLimits(ResourceLimits limits) {
		return new RateLimitRequest(this.resource, this.key, this.permits, this.priority, limits);
	}

	/** The resource only: a key may be anybody's data. */
	@Override
	public String toString() {
		return this.permits + " of '" + this.resource + "' for " + this.priority;
	}

}
