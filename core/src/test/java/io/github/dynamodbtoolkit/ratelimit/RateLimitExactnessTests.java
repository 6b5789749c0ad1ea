package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several instances never give more than the limit together, and not less than is due.
 */
class RateLimitExactnessTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RateLimitRequest request = RateLimitFixture.freshRequest();

	static List<ResourceLimits> limitsOfAHundred() {
		return List.of(ResourceLimits.of(RateLimit.slidingWindow(100, WINDOW)),
				ResourceLimits.of(RateLimit.tokenBucket(100, WINDOW)),
				ResourceLimits.of(RateLimit.slidingWindow(100, WINDOW),
						RateLimit.slidingWindow(500, WINDOW.dividedBy(2)), RateLimit.tokenBucket(200, WINDOW)),
				ResourceLimits.of(RateLimit.slidingWindow(100, WINDOW)).withLease(5));
	}

	private List<RateLimiter> instances(int count, RateLimiterSettings settings) {
		List<RateLimiter> instances = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			instances.add(RateLimitFixture.limiter(dynamoDb, this.time, settings));
		}
		return instances;
	}

	@ParameterizedTest
	@MethodSource("limitsOfAHundred")
	void twoThousandConcurrentRequestsGetExactlyTheLimit(ResourceLimits limits) throws Exception {
		RateLimiterSettings settings = RateLimitFixture.settings(limits).withLocalDenial(Duration.ofMillis(1));
		for (int trial = 0; trial < Trials.of(25); trial++) {
			assertThat(race(instances(4, settings), 16, 125)).isEqualTo(100);
			this.time.advance(WINDOW.multipliedBy(2));
		}
	}

	private int race(List<RateLimiter> instances, int threads, int requests) throws Exception {
		AtomicInteger next = new AtomicInteger();
		List<Integer> allowed = Race.run(threads, () -> {
			RateLimiter own = instances.get(next.getAndIncrement() % instances.size());
			int given = 0;
			for (int i = 0; i < requests; i++) {
				given += own.acquire(this.request).allowed() ? 1 : 0;
			}
			return given;
		});
		return allowed.stream().mapToInt(Integer::intValue).sum();
	}

	@Test
	void storeRefusesWithoutAnythingRemembered() throws Exception {
		RateLimiterSettings settings = RateLimitFixture.settings(RateLimit.slidingWindow(100, WINDOW))
			.withLocalDenial(Duration.ZERO);
		assertThat(race(instances(4, settings), 16, 40)).isEqualTo(100);
	}

	/** Without «is there room», everybody gets a permit. */
	@Test
	void twinWithoutRoomGivesTooMany() throws Exception {
		RateLimiterSettings settings = RateLimitFixture.settings(RateLimit.slidingWindow(100, WINDOW))
			.withLocalDenial(Duration.ZERO);
		assertThat(
				race(twins(4, settings, (condition) -> condition.replaceAll(" AND #t\\w+ <= :room\\w+", "")), 16, 10))
			.isGreaterThan(100);
	}

	@Test
	void twinBucketWithoutAnEndGivesTooMany() throws Exception {
		RateLimiterSettings settings = RateLimitFixture.settings(RateLimit.tokenBucket(100, WINDOW))
			.withLocalDenial(Duration.ZERO);
		assertThat(
				race(twins(4, settings, (condition) -> condition.replaceAll(" AND #b\\w+ <= :full\\w+", "")), 16, 10))
			.isGreaterThan(100);
	}

	private List<RateLimiter> twins(int count, RateLimiterSettings settings, UnaryOperator<String> change) {
		List<RateLimiter> twins = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			FaultyHttpClient http = new FaultyHttpClient();
			http.always(Twin.of(change));
			twins.add(RateLimitFixture.limiter(dynamoDb, DynamoDbLocal.client(http), this.time, settings,
					new RateLimitFixture.Meter()));
		}
		return twins;
	}

	@ParameterizedTest
	@ValueSource(strings = { "window", "lease" })
	void sustainedLoadAtTheEdgesOfSubWindowsGetsItsShareAndNeverMore(String kind) throws Exception {
		int subWindows = 4;
		ResourceLimits limits = ResourceLimits.of(new RateLimit.SlidingWindow(40, WINDOW, subWindows));
		boolean leased = kind.equals("lease");
		List<RateLimiter> instances = instances(4, RateLimitFixture.settings(leased ? limits.withLease(4) : limits));
		List<Long> given = new ArrayList<>();
		int windows = 5;
		Duration subWindow = WINDOW.dividedBy(subWindows);
		for (int step = 0; step < windows * subWindows; step++) {
			int atOnce = race(instances, 8, 5);
			for (int i = 0; i < atOnce; i++) {
				given.add(this.time.millis());
			}
			this.time.advance(step % 2 == 0 ? subWindow.minusMillis(1) : subWindow.plusMillis(1));
		}
		assertThat(Intervals.most(given, WINDOW.toMillis())).isLessThanOrEqualTo(40);
		int counted = leased ? subWindows + 2 : subWindows + 1;
		assertThat(given.size()).isGreaterThanOrEqualTo(windows * 40 * subWindows / counted - (leased ? 16 : 0));
	}

	static LongStream seeds() {
		return LongStream.range(0, Trials.of(100));
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void sustainedLoadAtAnyTimeGetsItsShareAndNeverMore(long seed) {
		RateLimit.SlidingWindow limit = RateLimit.slidingWindow(30, WINDOW);
		List<RateLimiter> instances = instances(3, RateLimitFixture.settings(limit));
		Random random = new Random(seed);
		List<Long> given = new ArrayList<>();
		int windows = 6;
		long end = this.time.millis() + windows * WINDOW.toMillis();
		while (this.time.millis() < end) {
			if (instances.get(random.nextInt(3)).acquire(this.request).allowed()) {
				given.add(this.time.millis());
			}
			this.time.advance(Duration.ofMillis(random.nextInt(300)));
		}
		assertThat(Intervals.most(given, WINDOW.toMillis())).isLessThanOrEqualTo(30);
		assertThat(given.size()).isGreaterThanOrEqualTo(windows * 30 * 10 / 11 - 30 / 10);
	}

	@Test
	void recordsOfManyInstancesEmptyABucketAndNoneIsRefused() throws Exception {
		RateLimiterSettings settings = RateLimitFixture.settings(RateLimit.tokenBucket(100, WINDOW));
		List<RateLimiter> instances = instances(8, settings);
		record(instances, 20);
		assertThat(instances.get(0).getWaitTime(this.request)).isEqualTo(WINDOW.dividedBy(100));
		this.time.advance(WINDOW.dividedBy(2));
		record(instances, 5);
		assertThat(instances.get(0).status(this.request).levels().get(0).remaining()).isEqualTo(10);
	}

	@Test
	void recordsOfManyInstancesAreAllCountedWhenASubWindowBegins() throws Exception {
		RateLimiterSettings settings = RateLimitFixture.settings(RateLimit.slidingWindow(1000, WINDOW));
		List<RateLimiter> instances = instances(8, settings);
		for (int round = 1; round <= 5; round++) {
			record(instances, 10);
			assertThat(instances.get(0).status(this.request).levels().get(0).remaining()).isEqualTo(1000 - 80 * round);
			this.time.advance(WINDOW.dividedBy(10));
		}
	}

	private void record(List<RateLimiter> instances, int times) throws Exception {
		AtomicInteger next = new AtomicInteger();
		Race.run(instances.size(), () -> {
			RateLimiter own = instances.get(next.getAndIncrement());
			for (int i = 0; i < times; i++) {
				own.record(this.request);
			}
			return null;
		});
	}

	@Test
	void bucketNeverGivesMoreThanItHolds() {
		List<RateLimiter> instances = instances(3,
				RateLimitFixture.settings(new RateLimit.TokenBucket(20, Duration.ofSeconds(1), 10)));
		Random random = new Random(1);
		List<Long> given = new ArrayList<>();
		for (int i = 0; i < 600; i++) {
			if (instances.get(random.nextInt(3)).acquire(this.request).allowed()) {
				given.add(this.time.millis());
			}
			this.time.advance(Duration.ofMillis(random.nextInt(i % 100 < 10 ? 200 : 20)));
		}
		for (int millis : new int[] { 50, 500, 1000, 5000 }) {
			assertThat(Intervals.most(given, millis)).isLessThanOrEqualTo(10 + 20 * millis / 1000);
		}
	}

	@Test
	void permitAddedBetweenLookingAndRollingIsNotLost() {
		assertThat(usedAfterAnOvertakenRoll(instances(2, windowOfTen()))).isEqualTo(3);
	}

	/** If the number of the sub-window alone decided, the permit would be lost. */
	@Test
	void twinThatRollsByTheNumberAloneLosesIt() {
		assertThat(usedAfterAnOvertakenRoll(
				twins(2, windowOfTen(), (condition) -> condition.replace("#rev = :seen", "attribute_exists(#pk)"))))
			.isEqualTo(2);
	}

	private static RateLimiterSettings windowOfTen() {
		return RateLimitFixture.settings(RateLimit.slidingWindow(10, WINDOW));
	}

	private long usedAfterAnOvertakenRoll(List<RateLimiter> instances) {
		instances.get(0).acquire(this.request);
		instances.get(1).acquire(this.request);
		this.time.advance(Duration.ofSeconds(1));
		instances.get(0).acquire(this.request);
		return 10 - instances.get(0).status(this.request).levels().get(0).remaining();
	}

	@Test
	void limitLoweredByOneInstanceHoldsForAllAtOnce() {
		List<RateLimiter> instances = instances(2, windowOfTen());
		instances.get(0).acquire(this.request.withPermits(4));
		instances.get(1).acquire(this.request);
		instances.get(0).setLimits(this.request, List.of(RateLimit.slidingWindow(6, WINDOW)));
		assertThat(instances.get(1).acquire(this.request).allowed()).isTrue();
		RateLimitDecision refused = instances.get(1).acquire(this.request);
		assertThat(refused.allowed()).isFalse();
		assertThat(refused.limit()).isEqualTo(6);
	}

	@Test
	void twinThatDoesNotCompareTheLimitsNoticesTooLate() {
		List<RateLimiter> instances = twins(2, windowOfTen(),
				(condition) -> condition.replace("attribute_not_exists(#limits) AND ", ""));
		instances.get(1).acquire(this.request.withPermits(5));
		instances.get(0).setLimits(this.request, List.of(RateLimit.slidingWindow(5, WINDOW)));
		assertThat(instances.get(1).acquire(this.request).allowed()).isTrue();
	}

	@Test
	void bucketLoweredAtRunTimeKeepsWhatWasLeft() {
		List<RateLimiter> instances = instances(2, RateLimitFixture.settings(RateLimit.tokenBucket(10, WINDOW)));
		instances.get(0).acquire(this.request.withPermits(8));
		instances.get(1).setLimits(this.request, List.of(RateLimit.tokenBucket(5, WINDOW)));
		assertThat(instances.get(0).acquire(this.request.withPermits(2)).allowed()).isTrue();
		assertThat(instances.get(0).acquire(this.request).allowed()).isFalse();
	}

	@Test
	void resetByOneInstanceIsNoticedByAllAfterTheLocalDenial() {
		List<RateLimiter> instances = instances(2, windowOfTen());
		instances.get(0).acquire(this.request.withPermits(10));
		assertThat(instances.get(1).acquire(this.request).allowed()).isFalse();
		instances.get(0).reset(this.request);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(instances.get(1).acquire(this.request).allowed()).isTrue();
	}

	@Test
	void refundIsOfTheSubWindowInWhichThePermitWasTaken() {
		List<RateLimiter> instances = instances(2, windowOfTen());
		RateLimitDecision unused = instances.get(0).acquire(this.request.withPermits(5));
		this.time.advance(Duration.ofSeconds(5));
		instances.get(1).acquire(this.request.withPermits(5));
		assertThat(instances.get(0).refund(unused)).isTrue();
		assertThat(instances.get(0).refund(unused)).isFalse();
		assertThat(instances.get(0).acquire(this.request.withPermits(5)).allowed()).isTrue();
		this.time.advance(Duration.ofSeconds(6));
		assertThat(instances.get(1).acquire(this.request).allowed()).isFalse();
	}

	@Test
	void refundOfAnEarlierPermitLeavesLaterOnesCounted() {
		List<RateLimiter> instances = instances(1, windowOfTen());
		RateLimitDecision unused = instances.get(0).acquire(this.request.withPermits(5));
		this.time.advance(Duration.ofSeconds(5));
		instances.get(0).acquire(this.request.withPermits(5));
		assertThat(instances.get(0).refund(unused)).isTrue();
		this.time.advance(Duration.ofSeconds(6));
		assertThat(instances.get(0).acquire(this.request.withPermits(6)).allowed()).isFalse();
	}

	@Test
	void refundOfWhatNoLongerCountsGivesNothing() {
		List<RateLimiter> instances = instances(2, windowOfTen());
		RateLimitDecision unused = instances.get(0).acquire(this.request.withPermits(5));
		this.time.advance(Duration.ofSeconds(11));
		instances.get(1).acquire(this.request.withPermits(10));
		assertThat(instances.get(0).refund(unused)).isFalse();
		assertThat(instances.get(0).acquire(this.request).allowed()).isFalse();
	}

	@Test
	void refundOfWhatWasTakenBeforeAResetGivesNothing() {
		RateLimiter limiter = instances(1, windowOfTen()).get(0);
		RateLimitDecision unused = limiter.acquire(this.request.withPermits(5));
		limiter.reset(this.request);
		limiter.acquire(this.request.withPermits(10));
		assertThat(limiter.refund(unused)).isFalse();
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
	}

	@Test
	void refundOfWhatWasTakenUnderOtherLimitsGivesNothing() {
		List<RateLimiter> instances = instances(2, windowOfTen());
		RateLimitDecision unused = instances.get(0).acquire(this.request.withPermits(5));
		instances.get(1)
			.setLimits(this.request,
					List.of(RateLimit.slidingWindow(10, WINDOW.multipliedBy(2)), RateLimit.slidingWindow(10, WINDOW)));
		instances.get(0).acquire(this.request.withPermits(5));
		assertThat(instances.get(0).refund(unused)).isFalse();
		assertThat(instances.get(0).acquire(this.request).allowed()).isFalse();
	}

	@Test
	void refundOfWhatABucketHasRegainedGivesNothing() {
		List<RateLimiter> instances = instances(2, RateLimitFixture.settings(RateLimit.tokenBucket(10, WINDOW)));
		RateLimitDecision unused = instances.get(0).acquire(this.request);
		this.time.advance(Duration.ofSeconds(1));
		instances.get(1).acquire(this.request.withPermits(10));
		assertThat(instances.get(0).refund(unused)).isFalse();
		assertThat(instances.get(0).acquire(this.request).allowed()).isFalse();
	}

}
