package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Requests that bring their limits along are held to them.
 */
class OwnLimitTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RateLimiter limiter = RateLimitFixture.limiter(dynamoDb, this.time, RateLimiterSettings.of(Map.of()));

	private final RateLimiter other = RateLimitFixture.limiter(dynamoDb, this.time, RateLimiterSettings.of(Map.of()));

	@Test
	void eachKeyHasTheLimitThatItBrings() {
		RateLimitRequest small = RateLimitFixture.freshRequest().withLimits(limit(2));
		RateLimitRequest large = RateLimitFixture.freshRequest().withLimits(limit(5));
		assertThat(granted(this.limiter, small, 10)).isEqualTo(2);
		assertThat(granted(this.limiter, large, 10)).isEqualTo(5);
		assertThat(this.limiter.limits(large)).containsExactly(RateLimit.slidingWindow(5, SECOND));
		assertThat(this.limiter.isLimited(small.resource())).isFalse();
	}

	@Test
	void limitHoldsOverAllInstances() {
		RateLimitRequest request = RateLimitFixture.freshRequest().withLimits(limit(10));
		int granted = 0;
		for (int i = 0; i < 15; i++) {
			granted += granted(this.limiter, request, 1) + granted(this.other, request, 1);
		}
		assertThat(granted).isEqualTo(10);
	}

	/** What was counted counts on. */
	@Test
	void changedLimitHoldsFromTheNextRequestOn() {
		RateLimitRequest request = RateLimitFixture.freshRequest();
		assertThat(granted(this.limiter, request.withLimits(limit(3)), 5)).isEqualTo(3);
		assertThat(granted(this.limiter, request.withLimits(limit(5)), 5)).isEqualTo(2);
		assertThat(granted(this.other, request.withLimits(limit(3)), 5)).isZero();
		this.time.advance(Duration.ofMillis(1100));
		assertThat(granted(this.limiter, request.withLimits(limit(1)), 5)).isEqualTo(1);
	}

	@Test
	void withoutThemTheConfiguredOnesHold() {
		RateLimitRequest request = RateLimitFixture.freshRequest();
		assertThatIllegalArgumentException().isThrownBy(() -> this.limiter.acquire(request))
			.withMessageStartingWith("No limit is configured");
	}

	@Test
	void resourcesAreCountedByNameUpToAHundred() {
		Set<String> names = new HashSet<>();
		ToolkitMetrics metrics = new ToolkitMetrics() {

			@Override
			public void rateLimitEvent(String resource, RateLimitEvent event) {
				names.add(resource);
			}

		};
		RateLimiter counted = RateLimiter.on(
				TableClient.on(DynamoDbLocal.client(), dynamoDb.settings().withTime(this.time).withMetrics(metrics)),
				RateLimiterSettings.of(Map.of()));
		for (int i = 0; i < 110; i++) {
			counted.acquire(RateLimitRequest.of("own-" + i).withLimits(limit(1)));
		}
		assertThat(names).hasSize(101).contains("own-0", "own-99", "default");
	}

	private static ResourceLimits limit(long limit) {
		return ResourceLimits.of(RateLimit.slidingWindow(limit, SECOND));
	}

	private static int granted(RateLimiter limiter, RateLimitRequest request, int times) {
		int granted = 0;
		for (int i = 0; i < times; i++) {
			granted += limiter.acquire(request).allowed() ? 1 : 0;
		}
		return granted;
	}

}
