package io.github.dynamodbtoolkit.spring.ratelimit;

import java.util.List;

import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;

/**
 * A call was not made because a limit, or a cooldown that a remote server asked for, does
 * not permit it now. Spring MVC answers it with status 429.
 */
public final class RateLimitExceededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String resource;

	private final transient RateLimitDecision decision;

	private final transient List<RateLimit> limits;

	/**
	 * Creates the exception. Its message names the resource, and never a key.
	 * @param resource the resource whose limit it is
	 * @param decision the refusal
	 * @param limits the limits in force; empty for a cooldown
	 */
	public RateLimitExceededException(String resource, RateLimitDecision decision, List<RateLimit> limits) {
		super("Rate limit '" + resource + "' is exceeded. Try again in " + RateLimitFields.seconds(decision) + "s.");
		this.resource = resource;
		this.decision = decision;
		this.limits = List.copyOf(limits);
	}

	/**
	 * The resource whose limit it is.
	 * @return its name
	 */
	public String getResource() {
		return this.resource;
	}

	/**
	 * The refusal.
	 * @return what the limiter decided, with the time after which to try again
	 */
	public RateLimitDecision getDecision() {
		return this.decision;
	}

	/**
	 * The limits in force.
	 * @return the limits; empty for a cooldown
	 */
	public List<RateLimit> getLimits() {
		return this.limits;
	}

}
