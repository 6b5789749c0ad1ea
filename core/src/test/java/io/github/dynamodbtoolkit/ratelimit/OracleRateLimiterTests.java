package io.github.dynamodbtoolkit.ratelimit;

/**
 * The contract for the limiter that is plainly right.
 */
class OracleRateLimiterTests extends RateLimiterContract {

	@Override
	RateLimiter limiter(RateLimit... limits) {
		return new OracleRateLimiter(this.time, limits);
	}

}
