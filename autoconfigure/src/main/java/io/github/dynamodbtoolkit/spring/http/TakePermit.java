package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.time.Duration;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitExceededException;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpResponse;

/**
 * Takes a permit for a call whose resource has a limit, or refuses it. What becomes of
 * the call then, the permit is spent.
 */
final class TakePermit implements Stage, RefuseWhatIsKnown.Known {

	private final RateLimiter limiter;

	private final TimeSource time;

	private final ToolkitMetrics metrics;

	TakePermit(RateLimiter limiter, TimeSource time, ToolkitMetrics metrics) {
		this.limiter = limiter;
		this.time = time;
		this.metrics = metrics;
	}

	@Override
	public @Nullable RateLimitExceededException knownRefusal(HttpCall call) {
		RateLimitRequest permit = call.permit();
		if (permit == null) {
			return null;
		}
		RateLimitDecision refused = this.limiter.knownRefusal(permit);
		return refused != null && refused.retryAfter().compareTo(patience(call)) > 0 ? refusal(permit, refused) : null;
	}

	/** The limiter was not asked, and so has not counted it. */
	@Override
	public void countRefusal(HttpCall call) {
		String name = call.resource().name();
		this.metrics.rateLimitEvent(this.limiter.resources().contains(name) ? name : "default",
				RateLimitEvent.REFUSED_FROM_MEMORY);
	}

	@Override
	public ClientHttpResponse handle(HttpCall call, Exchange rest) throws IOException {
		RateLimitRequest permit = call.permit();
		if (permit != null) {
			RateLimitDecision decision = this.limiter.acquire(permit, patience(call));
			if (!decision.allowed()) {
				throw refusal(permit, decision);
			}
		}
		return rest.proceed(call);
	}

	private Duration patience(HttpCall call) {
		return call.patience().left(this.time.nanoTime());
	}

	private RateLimitExceededException refusal(RateLimitRequest permit, RateLimitDecision decision) {
		return new RateLimitExceededException(permit.resource(), decision, this.limiter.limits(permit));
	}

}
