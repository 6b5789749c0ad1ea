package io.github.dynamodbtoolkit.ratelimit;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each operation may cost, whatever the limit and however much of it is used.
 */
class RateLimitBudgetTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RateLimitFixture.Meter meter = new RateLimitFixture.Meter();

	private final RateLimitFixture.Meter otherMeter = new RateLimitFixture.Meter();

	private final RateLimitRequest request = RateLimitFixture.freshRequest();

	private RateLimiter limiter(RateLimiterSettings settings) {
		return RateLimitFixture.limiter(dynamoDb, DynamoDbLocal.client(), this.time, settings, this.meter);
	}

	private RateLimiter other(RateLimiterSettings settings) {
		return RateLimitFixture.limiter(dynamoDb, DynamoDbLocal.client(), this.time, settings, this.otherMeter);
	}

	private static RateLimit window(long limit) {
		return RateLimit.slidingWindow(limit, WINDOW);
	}

	@ParameterizedTest
	@CsvSource({ "10, 0", "10, 5", "10, 9", "60, 0", "60, 30", "60, 59", "200, 0", "200, 180", "200, 199", "100000, 0",
			"100000, 50000", "100000, 99999" })
	void grantCostsOneWriteAndARefusalOneAndThenNothing(long limit, long used) {
		RateLimiter limiter = limiter(RateLimitFixture.settings(window(limit)));
		if (used > 0) {
			assertThat(limiter.acquire(this.request.withPermits(used)).allowed()).isTrue();
			assertThat(this.meter.requests()).isEqualTo(1);
		}
		this.meter.reset();
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		assertOneWrite();
		limiter.acquire(this.request.withPermits(Math.max(1, limit - used - 1)));
		this.meter.reset();
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		assertThat(this.meter.requests()).isLessThanOrEqualTo(1);
		for (int i = 0; i < 100; i++) {
			this.time.advance(Duration.ofMillis(9));
			assertThat(limiter.acquire(this.request).allowed()).isFalse();
		}
		assertThat(this.meter.requests()).isLessThanOrEqualTo(1);
		assertThat(this.meter.events).contains(RateLimitEvent.REFUSED_FROM_MEMORY);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		assertThat(this.meter.requests()).isLessThanOrEqualTo(2);
	}

	@Test
	void knownRefusalCostsNothingAndTakesNothing() {
		RateLimiter limiter = limiter(RateLimitFixture.settings(window(1)));
		assertThat(limiter.knownRefusal(this.request)).isNull();
		assertThat(this.meter.requests()).isZero();
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		assertThat(limiter.knownRefusal(this.request)).isNull();
		RateLimitDecision refused = limiter.acquire(this.request);
		this.meter.reset();
		assertThat(limiter.knownRefusal(this.request)).isEqualTo(refused);
		this.time.advance(Duration.ofMillis(400));
		assertThat(limiter.knownRefusal(this.request).retryAfter()).isEqualTo(refused.retryAfter().minusMillis(400));
		this.time.advance(Duration.ofMillis(600));
		assertThat(limiter.knownRefusal(this.request)).isNull();
		assertThat(this.meter.requests()).isZero();
	}

	@Test
	void rememberedRefusalNeverTellsOfAPastReset() {
		RateLimiter limiter = limiter(RateLimitFixture.settings(RateLimit.tokenBucket(10, Duration.ofSeconds(1))));
		limiter.setLimits(this.request, List.of(RateLimit.tokenBucket(2, Duration.ofSeconds(1))));
		limiter.acquire(this.request);
		assertThat(limiter.acquire(this.request.withPermits(3)).allowed()).isFalse();
		this.time.advance(Duration.ofMillis(900));
		assertThat(limiter.knownRefusal(this.request.withPermits(3)).reset()).isZero();
	}

	@Test
	void longKeyIsRememberedByItsFingerprintOnly() {
		RateLimiter limiter = limiter(RateLimitFixture.settings(window(1)));
		WeakReference<String> key = askedWithLongKey(limiter);
		System.gc();
		assertThat(key.get()).isNull();
		assertThat(limiter.isLimited(RateLimitFixture.RESOURCE)).isTrue();
	}

	private static WeakReference<String> askedWithLongKey(RateLimiter limiter) {
		String key = "k".repeat(100_000);
		limiter.knownRefusal(RateLimitFixture.freshRequest().withKey(key));
		return new WeakReference<>(key);
	}

	@Test
	void longKeysAreNotTakenForOneAnother() {
		RateLimiter limiter = limiter(RateLimitFixture.settings(window(1)));
		RateLimitRequest own = this.request.withKey("k".repeat(2000) + "1");
		assertThat(limiter.acquire(own).allowed()).isTrue();
		assertThat(limiter.acquire(this.request.withKey("k".repeat(2000) + "2")).allowed()).isTrue();
		assertThat(limiter.acquire(own).allowed()).isFalse();
	}

	@Test
	void nothingIsKnownToBeRefusedOfWhichABlockIsHere() {
		RateLimiter limiter = limiter(RateLimitFixture.settings(ResourceLimits.of(window(20)).withLease(5)));
		limiter.acquire(this.request);
		assertThat(limiter.acquire(this.request.withPermits(18)).allowed()).isFalse();
		assertThat(limiter.knownRefusal(this.request.withPermits(18))).isNotNull();
		assertThat(limiter.knownRefusal(this.request.withPermits(4))).isNull();
	}

	private void assertOneWrite() {
		assertThat(this.meter.calls).singleElement()
			.matches((call) -> call.operation().equals("UpdateItem") && call.usage().writeUnits() == 1);
	}

	@Test
	void itemStaysBelowOneCapacityUnit() {
		RateLimiter limiter = limiter(
				RateLimitFixture.settings(window(100_000), RateLimit.slidingWindow(1_000_000, Duration.ofHours(1)),
						RateLimit.tokenBucket(10_000, Duration.ofSeconds(1))));
		for (int i = 0; i < 40; i++) {
			this.meter.reset();
			assertThat(limiter.acquire(this.request).allowed()).isTrue();
			assertOneWrite();
			this.time.advance(WINDOW.dividedBy(10));
		}
	}

	@Test
	void oneInstanceRollsItsSubWindowsWithoutAFurtherWrite() {
		RateLimiter limiter = limiter(RateLimitFixture.settings(window(60)));
		for (int i = 0; i < 30; i++) {
			this.meter.reset();
			assertThat(limiter.acquire(this.request).allowed()).isTrue();
			assertOneWrite();
			this.time.advance(Duration.ofMillis(700 * (i % 4)));
		}
	}

	@Test
	void bucketThatIsWholeOrNotCostsOneWrite() {
		RateLimiter limiter = limiter(RateLimitFixture.settings(RateLimit.tokenBucket(10, WINDOW)));
		for (int i = 0; i < 30; i++) {
			this.meter.reset();
			assertThat(limiter.acquire(this.request).allowed()).isTrue();
			assertOneWrite();
			this.time.advance(Duration.ofMillis(400 * (i % 8)));
		}
	}

	@Test
	void anotherInstancesChangeCostsOneMoreWrite() {
		RateLimiterSettings settings = RateLimitFixture.settings(window(60), RateLimit.tokenBucket(60, WINDOW));
		RateLimiter limiter = limiter(settings);
		RateLimiter other = other(settings);
		for (int i = 0; i < 30; i++) {
			this.meter.reset();
			assertThat((i % 2 == 0 ? limiter : other).acquire(this.request).allowed()).isTrue();
			assertThat(this.meter.requests()).isLessThanOrEqualTo(2);
			this.time.advance(Duration.ofMillis(1100));
		}
	}

	@Test
	void addingWithinASubWindowCostsOneWriteThoughOthersAddToo() {
		RateLimiterSettings settings = RateLimitFixture.settings(window(100));
		RateLimiter limiter = limiter(settings);
		RateLimiter other = other(settings);
		limiter.acquire(this.request);
		other.acquire(this.request);
		for (int i = 0; i < 20; i++) {
			this.meter.reset();
			this.otherMeter.reset();
			limiter.acquire(this.request);
			other.acquire(this.request);
			assertThat(this.meter.requests()).isEqualTo(1);
			assertThat(this.otherMeter.requests()).isEqualTo(1);
		}
	}

	@Test
	void noDecisionCostsMoreThanThreeWritesUnderContention() throws Exception {
		RateLimiterSettings settings = RateLimitFixture.settings(window(1000), RateLimit.tokenBucket(1000, WINDOW))
			.withLocalDenial(Duration.ZERO);
		List<RateLimiter> limiters = List.of(limiter(settings), limiter(settings), other(settings), other(settings));
		for (int round = 0; round < 10; round++) {
			this.meter.reset();
			this.otherMeter.reset();
			int threads = 16;
			List<Integer> allowed = Race.run(threads, () -> {
				int own = (int) (Thread.currentThread().getId() % 4);
				return limiters.get(own).acquire(this.request).allowed() ? 1 : 0;
			});
			int writes = this.meter.requests() + this.otherMeter.requests();
			assertThat(allowed).containsOnly(1);
			assertThat(writes).isLessThanOrEqualTo(3 * threads);
			this.time.advance(Duration.ofMillis(1000));
		}
	}

	@ParameterizedTest
	@MethodSource("limitsWithRoom")
	void threadsOfOneInstanceCostAWriteEachWhenASubWindowBegins(ResourceLimits limits) throws Exception {
		assertWritesWhenASubWindowBegins(limits, 1);
	}

	@ParameterizedTest
	@MethodSource("limitsWithRoom")
	void nothingIsRefusedWhileThereIsRoomWhenASubWindowBegins(ResourceLimits limits) throws Exception {
		for (int instances = 2; instances <= 4; instances++) {
			assertWritesWhenASubWindowBegins(limits, instances);
		}
	}

	static List<ResourceLimits> limitsWithRoom() {
		return List.of(ResourceLimits.of(window(10_000)),
				ResourceLimits.of(window(10_000), RateLimit.slidingWindow(10_000, Duration.ofMinutes(1))),
				ResourceLimits.of(window(10_000)).withAdaptive(AdaptiveSettings.defaults()));
	}

	/**
	 * One thread of each instance may have to write three times: once since another
	 * instance has added something, and once since another was first.
	 */
	private void assertWritesWhenASubWindowBegins(ResourceLimits limits, int instances) throws Exception {
		List<RateLimiter> limiters = Stream.generate(() -> limiter(RateLimitFixture.settings(limits)))
			.limit(instances)
			.toList();
		for (RateLimiter limiter : limiters) {
			assertThat(limiter.acquire(this.request).allowed()).isTrue();
		}
		int threads = 16 * instances;
		for (int round = 0; round < 10; round++) {
			this.time.advance(WINDOW.dividedBy(10));
			this.meter.reset();
			AtomicInteger next = new AtomicInteger();
			assertThat(Race.run(threads,
					() -> limiters.get(next.getAndIncrement() % instances).acquire(this.request).allowed()))
				.containsOnly(true);
			assertThat(this.meter.events).containsOnly(RateLimitEvent.ALLOWED);
			assertThat(this.meter.requests()).isBetween(threads,
					instances == 1 ? threads : threads + 2 * instances - 1);
		}
	}

	@Test
	void leaseCostsAWriteABlock() throws Exception {
		RateLimiter limiter = limiter(RateLimitFixture
			.settings(ResourceLimits.of(RateLimit.slidingWindow(1000, Duration.ofMinutes(1))).withLease(50)));
		this.meter.reset();
		List<Integer> allowed = Race.run(8, () -> {
			int own = 0;
			for (int i = 0; i < 200; i++) {
				own += limiter.acquire(this.request).allowed() ? 1 : 0;
			}
			return own;
		});
		assertThat(allowed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1000);
		assertThat(this.meter.requests()).isLessThanOrEqualTo(1000 / 50 + 1);
	}

	@Test
	void adaptiveGrantCostsOneWrite() {
		RateLimiter limiter = limiter(
				RateLimitFixture.settings(ResourceLimits.of(window(60)).withAdaptive(AdaptiveSettings.defaults())));
		for (int i = 0; i < 30; i++) {
			this.meter.reset();
			Priority priority = Priority.values()[i % 3];
			assertThat(limiter.acquire(this.request.withPriority(priority)).allowed()).isTrue();
			assertOneWrite();
			this.time.advance(Duration.ofMillis(900 * (i % 4)));
		}
	}

	@Test
	void lookingCostsOneRead() {
		RateLimiter limiter = limiter(RateLimitFixture.settings(window(60)));
		limiter.acquire(this.request);
		for (Runnable look : List.<Runnable>of(() -> limiter.status(this.request),
				() -> limiter.canProceed(this.request), () -> limiter.getWaitTime(this.request))) {
			this.meter.reset();
			look.run();
			assertThat(this.meter.calls).singleElement()
				.matches((call) -> call.operation().equals("GetItem") && call.usage().readUnits() == 0.5);
		}
	}

	@Test
	void recordCostsOneWrite() {
		RateLimiter limiter = limiter(RateLimitFixture.settings(window(60)));
		limiter.record(this.request);
		assertOneWrite();
	}

}
