package io.github.dynamodbtoolkit.spring.http;

import java.time.Duration;

import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;

/**
 * One call, and what is to be done about it.
 *
 * @param request the request, to be sent on
 * @param origin the origin that its caller wrote
 * @param resource its resource
 * @param permit the permit that it needs, null if it needs none
 * @param cooldown whether it obeys cooldowns
 * @param sent if it has equals, what they have in common and whether it was sent so; null
 * if it has none
 * @param patience how long it may be made to wait, all in all
 */
record HttpCall(HttpRequest request, String origin, HttpResource resource, @Nullable RateLimitRequest permit,
		boolean cooldown, @Nullable SentRequest sent, Patience patience) {

	/**
	 * How long a call waits, by the monotonic clock.
	 *
	 * @param longest at most so long
	 * @param since when it began
	 */
	record Patience(Duration longest, long since) {

		Duration left(long monotonicNow) {
			Duration left = this.longest.minusNanos(monotonicNow - this.since);
			return left.isNegative() ? Duration.ZERO : left;
		}

	}

}
