package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limiter's answer. Of several limits it tells about the one that is nearest to its
 * end.
 *
 * @param allowed whether the permits were given
 * @param limit the limit in force
 * @param remaining how many permits are left, as far as this instance knows
 * @param reset when the whole limit is there again if nobody asks meanwhile; zero if it
 * is
 * @param retryAfter if refused, when as many permits will be there if nobody else takes
 * them; zero if allowed
 * @param grant what {@link RateLimiter#refund} takes back, null if nothing was counted:
 * it was refused, or allowed while DynamoDB gave no answer
 */
public record RateLimitDecision(boolean allowed, long limit, long remaining, Duration reset, Duration retryAfter,
		@Nullable Grant grant) {

	/**
	 * An answer that counts nothing.
	 * @param allowed whether the permits were given
	 * @param limit the limit in force
	 * @param remaining how many permits are left
	 * @param reset when the whole limit is there again
	 * @param retryAfter if refused, when to come again
	 */
	public RateLimitDecision(boolean allowed, long limit, long remaining, Duration reset, Duration retryAfter) {
		this(allowed, limit, remaining, reset, retryAfter, null);
	}

	RateLimitDecision withGrant(Grant given) {
		return new RateLimitDecision(this.allowed, this.limit, this.remaining, this.reset, this.retryAfter, given);
	}

}
