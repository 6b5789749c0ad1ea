package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Waiting for permits. The time is moved by whoever waits.
 */
class WaitingAcquireTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RateLimitRequest request = RateLimitFixture.freshRequest();

	private final RateLimitFixture.Meter meter = new RateLimitFixture.Meter();

	private final RateLimiter limiter = RateLimitFixture.limiter(dynamoDb, DynamoDbLocal.client(), this.time,
			RateLimitFixture.settings(RateLimit.slidingWindow(2, WINDOW)), this.meter);

	@Test
	void waitsUntilThePermitIsThere() {
		this.limiter.acquire(this.request.withPermits(2));
		long start = this.time.nanoTime();
		assertThat(this.limiter.acquire(this.request, Duration.ofSeconds(Long.MAX_VALUE)).allowed()).isTrue();
		assertThat(Duration.ofNanos(this.time.nanoTime() - start)).isBetween(Duration.ofSeconds(11),
				Duration.ofMillis(11_050));
		assertThat(this.meter.waits).containsExactly(Duration.ofNanos(this.time.nanoTime() - start));
	}

	@Test
	void doesNotWaitIfItCannotBeInTime() {
		this.limiter.acquire(this.request.withPermits(2));
		long start = this.time.nanoTime();
		assertThat(this.limiter.acquire(this.request, Duration.ofMillis(10_999)).allowed()).isFalse();
		assertThat(this.limiter.acquire(this.request, Duration.ZERO).allowed()).isFalse();
		assertThat(this.time.nanoTime()).isEqualTo(start);
		assertThat(this.meter.waits).isEmpty();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.limiter.acquire(this.request, Duration.ofSeconds(-1)))
			.withMessage("max-wait must not be negative, got -1s");
	}

	@Test
	void leavesWhenInterrupted() {
		this.limiter.acquire(this.request.withPermits(2));
		assertThat(this.limiter.acquire(this.request).allowed()).isFalse();
		Thread.currentThread().interrupt();
		assertThat(this.limiter.acquire(this.request, Duration.ofSeconds(20)).allowed()).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.time.sleeps()).isEmpty();
	}

	@Test
	void doesNotWaitForWhatCanNeverBe() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.limiter.acquire(this.request.withPermits(20), Duration.ofHours(1)))
			.withMessage("Asked for 20 permits, the limit is 2: this can never succeed.");
		this.limiter.setLimits(this.request, List.of(RateLimit.slidingWindow(1, WINDOW)));
		assertThat(this.limiter.acquire(this.request.withPermits(2), Duration.ofSeconds(5)).allowed()).isFalse();
	}

}
