package io.github.dynamodbtoolkit.spring.apps;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitFields;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;

/**
 * Holds apps to their own limits, over all instances together. Requests that read and
 * requests that write are counted apart, under each app's id.
 */
final class AppRateLimits {

	private static final Logger logger = LoggerFactory.getLogger(AppFilter.class);

	static final String READS = "app-reads";

	static final String EVENTS = "app-events";

	private static final Set<String> READING = Set.of("GET", "HEAD");

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final @Nullable RateLimiter limiter;

	AppRateLimits(@Nullable RateLimiter limiter) {
		this.limiter = limiter;
		if (limiter == null) {
			logger.warn("Apps are held to no limits, because there are no rate limits. "
					+ "Set toolkit.dynamodb.rate-limit.enabled to true.");
		}
	}

	/**
	 * Takes a permit of the app's, and tells in the answer how many are left.
	 * @throws RefusedException if there is none
	 */
	void acquire(App app, String method, HttpServletResponse response) throws RefusedException {
		boolean reads = READING.contains(method);
		AppLimit limit = reads ? AppLimit.MAX_READ_REQUESTS_PER_SECOND : AppLimit.MAX_BACKEND_EVENTS_PER_SECOND;
		if (this.limiter == null || app.limits().isUnlimited(limit)) {
			return;
		}
		RateLimitRequest request = RateLimitRequest.of(reads ? READS : EVENTS)
			.withKey(app.id())
			.withLimits(ResourceLimits.of(RateLimit.slidingWindow(app.limits().get(limit).longValue(), SECOND)));
		RateLimitDecision decision = this.limiter.acquire(request);
		Map<String, String> fields = RateLimitFields.of(request.resource(), this.limiter.limits(request), decision);
		fields.forEach(response::setHeader);
		if (!decision.allowed()) {
			throw new RefusedException(HttpStatus.TOO_MANY_REQUESTS, "This app may make no more requests now. "
					+ "Try again in " + fields.get(RateLimitFields.RETRY_AFTER) + " seconds.");
		}
	}

}
