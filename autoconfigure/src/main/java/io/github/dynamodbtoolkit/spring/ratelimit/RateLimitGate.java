package io.github.dynamodbtoolkit.spring.ratelimit;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;

/**
 * Lets pass what its limit permits: it waits for permits as long as is configured for the
 * resource, and else throws. Safe for use by many threads.
 */
public final class RateLimitGate {

	private final Supplier<RateLimiter> limiter;

	private final Function<String, Duration> maxWait;

	/**
	 * Creates a gate.
	 * @param limiter gives the limiter; asked when it is first needed
	 * @param maxWait tells how long to wait for permits of a resource, zero for not at
	 * all
	 */
	public RateLimitGate(Supplier<RateLimiter> limiter, Function<String, Duration> maxWait) {
		this.limiter = limiter;
		this.maxWait = maxWait;
	}

	/**
	 * Takes permits, and waits for them up to {@link #maxWait(String)}. Costs what
	 * {@link RateLimiter#acquire(RateLimitRequest, Duration)} does.
	 * @param request what is asked
	 * @return the decision, which allows it
	 * @throws RateLimitExceededException if they are not there in time
	 * @throws IllegalArgumentException if there is no limit for the resource, or there
	 * can never be as many permits
	 */
	public RateLimitDecision pass(RateLimitRequest request) {
		RateLimiter present = this.limiter.get();
		RateLimitDecision decision = present.acquire(request, maxWait(request.resource()));
		if (!decision.allowed()) {
			throw new RateLimitExceededException(request.resource(), decision, present.limits(request));
		}
		return decision;
	}

	/**
	 * How long a call waits at most for permits of a resource.
	 * @param resource the resource
	 * @return zero for not at all
	 */
	public Duration maxWait(String resource) {
		return this.maxWait.apply(resource);
	}

}
