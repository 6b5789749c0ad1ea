package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Permits taken in blocks.
 */
class PermitLeaseTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RateLimitFixture.Meter meter = new RateLimitFixture.Meter();

	private final RateLimitRequest request = RateLimitFixture.freshRequest();

	private RateLimiter instance(long limit, long lease) {
		return RateLimitFixture.limiter(dynamoDb, DynamoDbLocal.client(), this.time,
				RateLimitFixture.settings(ResourceLimits.of(RateLimit.slidingWindow(limit, WINDOW)).withLease(lease)),
				this.meter);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void noWindowIsExceededThoughBlocksAreSpentLater(long seed) {
		List<RateLimiter> instances = List.of(instance(40, 10), instance(40, 10), instance(40, 10));
		Random random = new Random(seed);
		List<Long> given = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			if (instances.get(random.nextInt(3)).acquire(this.request).allowed()) {
				given.add(this.time.millis());
			}
			this.time.advance(Duration.ofMillis(random.nextInt(200)));
		}
		assertThat(Intervals.most(given, WINDOW.toMillis())).isLessThanOrEqualTo(40);
		assertThat(given).hasSizeGreaterThan(40);
	}

	@Test
	void blockIsSpentWithoutACallAndNotAfterItsSubWindow() {
		RateLimiter limiter = instance(40, 10);
		for (int i = 0; i < 5; i++) {
			assertThat(limiter.acquire(this.request).allowed()).isTrue();
		}
		assertThat(this.meter.requests()).isEqualTo(1);
		assertThat(this.meter.events).contains(RateLimitEvent.ALLOWED_FROM_LEASE);
		this.time.jumpWallClock(Duration.ofHours(-1));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		assertThat(this.meter.requests()).isEqualTo(2);
	}

	@Test
	void blockThatDoesNotFitIsTakenSmaller() {
		RateLimiter limiter = instance(40, 10);
		assertThat(limiter.acquire(this.request.withPermits(33)).allowed()).isTrue();
		int given = 0;
		for (int i = 0; i < 20; i++) {
			given += limiter.acquire(this.request).allowed() ? 1 : 0;
		}
		assertThat(given).isEqualTo(7);
	}

	@Test
	void refundGoesBackIntoTheBlock() {
		RateLimiter limiter = instance(40, 10);
		assertThat(limiter.refund(limiter.acquire(this.request))).isTrue();
		for (int i = 0; i < 10; i++) {
			assertThat(limiter.acquire(this.request).allowed()).isTrue();
		}
		assertThat(this.meter.requests()).isEqualTo(1);
	}

	@Test
	void blockNeverHoldsMoreThanWasTaken() {
		RateLimiter limiter = instance(40, 10);
		RateLimitDecision unused = limiter.acquire(this.request);
		limiter.acquire(this.request);
		assertThat(limiter.refund(unused)).isTrue();
		assertThat(limiter.refund(unused)).isFalse();
		assertThat(take(limiter, 9)).isEqualTo(9);
		assertThat(this.meter.requests()).isEqualTo(1);
		assertThat(take(limiter, 40)).isEqualTo(30);
	}

	@Test
	void refundOfAnEarlierBlockDoesNotFillAnother() {
		RateLimiter limiter = instance(40, 10);
		RateLimitDecision unused = limiter.acquire(this.request);
		this.time.advance(Duration.ofSeconds(5));
		limiter.acquire(this.request);
		assertThat(limiter.refund(unused)).isTrue();
		int later = take(limiter, 40);
		this.time.advance(Duration.ofSeconds(7));
		assertThat(1 + later + take(limiter, 40)).isEqualTo(40);
	}

	@Test
	void refundOfASpentBlockGoesBackToItsSubWindow() {
		RateLimiter limiter = instance(40, 10);
		RateLimitDecision unused = limiter.acquire(this.request);
		take(limiter, 40);
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		assertThat(limiter.refund(unused)).isTrue();
		assertThat(take(limiter, 40)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void noWindowIsExceededWhateverIsGivenBackWhenever(long seed) {
		List<RateLimiter> instances = List.of(instance(40, 10), instance(40, 10), instance(40, 10));
		Random random = new Random(seed);
		List<Long> used = new ArrayList<>();
		Map<RateLimitDecision, RateLimiter> unused = new LinkedHashMap<>();
		for (int i = 0; i < 500; i++) {
			RateLimiter limiter = instances.get(random.nextInt(3));
			RateLimitDecision decision = limiter.acquire(this.request);
			if (decision.allowed() && random.nextBoolean()) {
				used.add(this.time.millis());
			}
			else if (decision.allowed()) {
				unused.put(decision, limiter);
			}
			this.time.advance(Duration.ofMillis(random.nextInt(200)));
			if (random.nextInt(20) == 0) {
				unused.forEach((given, giver) -> giver.refund(given));
				unused.clear();
			}
		}
		assertThat(Intervals.most(used, WINDOW.toMillis())).isLessThanOrEqualTo(40);
		assertThat(used).hasSizeGreaterThan(40);
	}

	private int take(RateLimiter limiter, int times) {
		int given = 0;
		for (int i = 0; i < times; i++) {
			given += limiter.acquire(this.request).allowed() ? 1 : 0;
		}
		return given;
	}

	@Test
	void instancesThatStopLoseNoMoreThanTheirBlocks() {
		for (int i = 0; i < 3; i++) {
			assertThat(instance(40, 10).acquire(this.request).allowed()).isTrue();
		}
		int given = 0;
		RateLimiter survivor = instance(40, 10);
		for (int i = 0; i < 40; i++) {
			given += survivor.acquire(this.request).allowed() ? 1 : 0;
		}
		assertThat(given).isEqualTo(10);
	}

}
