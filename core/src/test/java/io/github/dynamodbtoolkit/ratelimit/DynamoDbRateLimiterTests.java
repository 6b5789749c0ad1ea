package io.github.dynamodbtoolkit.ratelimit;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract for ours.
 */
@Tag("contract")
class DynamoDbRateLimiterTests extends RateLimiterContract {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	@Override
	RateLimiter limiter(RateLimit... limits) {
		return RateLimitFixture.limiter(dynamoDb, this.time, RateLimitFixture.settings(limits));
	}

}
