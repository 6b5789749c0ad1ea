package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clocks that differ, jump ahead and jump back. Permits are judged by true time, which no
 * instance sees.
 */
class RateLimitClockTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	/** So small that a history takes few writes: a fault is seen in it rather sooner. */
	private static final int LIMIT = 10;

	/** Shorter on average than a permit takes to come back. */
	private static final int LONGEST_PAUSE = 1200;

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private RateLimitRequest request = RateLimitFixture.freshRequest();

	private final List<MutableTimeSource> clocks = new ArrayList<>();

	private final List<RateLimiter> instances = new ArrayList<>();

	private final List<Long> given = new ArrayList<>();

	private final RateLimitFixture.Meter meter = new RateLimitFixture.Meter();

	private long trueTime;

	private void instance(Duration offset, RateLimit limit) {
		instance(offset, limit, DynamoDbLocal.client());
	}

	private void instance(Duration offset, RateLimit limit, DynamoDbClient client) {
		MutableTimeSource clock = new MutableTimeSource();
		clock.jumpWallClock(offset);
		this.clocks.add(clock);
		this.instances.add(RateLimitFixture.limiter(dynamoDb, client, clock,
				RateLimitFixture.settings(limit).withLocalDenial(Duration.ZERO), this.meter));
	}

	private void advance(long millis) {
		this.trueTime += millis;
		this.clocks.forEach((clock) -> clock.advance(Duration.ofMillis(millis)));
	}

	private boolean acquire(int instance) {
		boolean allowed = this.instances.get(instance).acquire(this.request).allowed();
		if (allowed) {
			this.given.add(this.trueTime);
		}
		return allowed;
	}

	/** All instances ask again and again, in no particular order. */
	private void load(long millis, Random random) {
		long end = this.trueTime + millis;
		while (this.trueTime < end) {
			acquire(random.nextInt(this.instances.size()));
			advance(random.nextInt(LONGEST_PAUSE));
		}
	}

	private List<Long> givenSince(long start) {
		return this.given.stream().filter((at) -> at >= start).toList();
	}

	private static RateLimit window() {
		return RateLimit.slidingWindow(LIMIT, WINDOW);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 700, 2000 })
	void clocksWithinTheToleranceAddNoMoreThanTheirShare(long skew) {
		for (long offset : new long[] { -skew / 2, 0, skew / 2 }) {
			instance(Duration.ofMillis(offset), window());
		}
		load(60_000, new Random(skew));
		long share = LIMIT * skew / WINDOW.toMillis();
		assertThat(Intervals.most(this.given, WINDOW.toMillis())).isLessThanOrEqualTo((int) (LIMIT + share));
		assertThat(this.given.size()).isGreaterThanOrEqualTo(6 * LIMIT * 10 / 11 - LIMIT / 5);
		assertThat(this.meter.events).doesNotContain(RateLimitEvent.CLOCK_AHEAD);
	}

	static LongStream seeds() {
		return LongStream.range(0, Trials.of(300));
	}

	/**
	 * A clock that lags goes by the item's time, of which it knows the sub-window only:
	 * so what it gives may count one sub-window too early. The price is that permits
	 * count for longer, the more so as requests are as rare as here; but nobody starves.
	 */
	@ParameterizedTest
	@MethodSource("seeds")
	void clocksAMinuteApartGiveAtMostTwiceTheLimitInTheFirstWindowAndTheLimitAfterIt(long seed) {
		clocksAMinuteApart(DynamoDbLocal.client());
		load(60_000, new Random(seed));
		assertThat(Intervals.most(this.given, WINDOW.toMillis())).isLessThanOrEqualTo(2 * LIMIT);
		assertThat(mostAfterTheFirstWindow()).isLessThanOrEqualTo(LIMIT);
		assertThat(givenSince(WINDOW.toMillis()).size()).isGreaterThanOrEqualTo(3 * LIMIT);
		assertThat(this.meter.events).contains(RateLimitEvent.CLOCK_AHEAD);
	}

	/** So the clocks that lag know ever less of the time that they go by. */
	@ParameterizedTest
	@MethodSource("seeds")
	void clocksAMinuteApartThatFallSilentInTurnsGiveTheLimitAfterTheFirstWindow(long seed) {
		clocksAMinuteApart(DynamoDbLocal.client());
		takeTurns(120_000, new Random(seed));
		assertThat(Intervals.most(this.given, WINDOW.toMillis())).isLessThanOrEqualTo(2 * LIMIT);
		assertThat(mostAfterTheFirstWindow()).isLessThanOrEqualTo(LIMIT);
	}

	@Test
	void permitsThatWereMarkedCountForOneSubWindowLongerAndTheMarkLeavesWithThem() {
		instance(Duration.ofSeconds(-30), window());
		instance(Duration.ofSeconds(30), window());
		assertThat(acquire(1)).isTrue();
		this.meter.reset();
		assertThat(acquire(0)).isTrue();
		assertThat(this.meter.requests()).as("one that finds out that its clock lags").isEqualTo(2);
		assertThat(acquire(0)).isTrue();
		assertThat(this.meter.requests()).as("and knows").isEqualTo(3);
		assertThat(RateLimitFixture.item(dynamoDb, this.request)).containsKey("f10000x10");
		for (int i = 3; i < LIMIT; i++) {
			assertThat(acquire(1)).isTrue();
		}
		RateLimitDecision refused = this.instances.get(1).acquire(this.request);
		assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(12));
		advance(11_999);
		assertThat(acquire(1)).isFalse();
		assertThat(acquire(0)).isFalse();
		advance(1);
		assertThat(acquire(1)).isTrue();
		assertThat(RateLimitFixture.item(dynamoDb, this.request)).doesNotContainKey("f10000x10");
	}

	/** Without the mark of those that go by the item's time. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void twinWithoutTheMarkGivesMoreThanTheLimitAfterTheFirstWindow(boolean inTurns) {
		FaultyHttpClient http = new FaultyHttpClient();
		http.always(Twin.ofChanges((change) -> change.replaceAll(", #f\\w+ = (if_not_exists\\([^)]*\\)|:f\\w+)", "")));
		DynamoDbClient twin = DynamoDbLocal.client(http);
		for (long seed = 0; mostAfterTheFirstWindow() <= LIMIT; seed++) {
			assertThat(seed).as("seeds without a fault").isLessThan(200);
			startAgain();
			clocksAMinuteApart(twin);
			if (inTurns) {
				takeTurns(120_000, new Random(seed));
			}
			else {
				load(60_000, new Random(seed));
			}
		}
	}

	/** The clocks that lag come first. */
	private void clocksAMinuteApart(DynamoDbClient client) {
		for (int i = 0; i < 4; i++) {
			instance(Duration.ofSeconds(i < 2 ? -30 : 30), window(), client);
		}
		for (int i = 0; i < LIMIT; i++) {
			acquire(i % 2);
		}
	}

	/** Now one asks, and now another, slowly or all at once. */
	private void takeTurns(long millis, Random random) {
		for (int i = 0; i < this.instances.size(); i++) {
			acquire(i);
		}
		long end = this.trueTime + millis;
		while (this.trueTime < end) {
			int instance = random.nextInt(this.instances.size());
			int pause = random.nextBoolean() ? 0 : random.nextInt(1000);
			for (int asked = random.nextInt(2 * LIMIT); asked > 0 && acquire(instance); asked--) {
				advance(pause);
			}
			advance(random.nextInt(8000));
		}
	}

	private void startAgain() {
		this.request = RateLimitFixture.freshRequest();
		this.clocks.clear();
		this.instances.clear();
		this.given.clear();
		this.trueTime = 0;
	}

	private int mostAfterTheFirstWindow() {
		return Intervals.most(givenSince(WINDOW.toMillis()), WINDOW.toMillis());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void bucketWithClocksAMinuteApartGivesABurstMoreOnceAndItsRateAfterIt(boolean fastFirst) {
		RateLimit bucket = RateLimit.tokenBucket(LIMIT, WINDOW);
		instance(Duration.ofSeconds(fastFirst ? 30 : -30), bucket);
		instance(Duration.ofSeconds(fastFirst ? -30 : 30), bucket);
		for (int i = 0; i < 2 * LIMIT; i++) {
			acquire(0);
		}
		load(60_000, new Random(7));
		assertThat(Intervals.most(this.given, WINDOW.toMillis())).isLessThanOrEqualTo(3 * LIMIT);
		assertThat(Intervals.most(givenSince(2 * WINDOW.toMillis()), WINDOW.toMillis())).isLessThanOrEqualTo(2 * LIMIT);
		assertThat(this.given.size()).isGreaterThanOrEqualTo(5 * LIMIT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "window", "bucket" })
	void clockAYearAheadLocksNothingForLongerThanTheWindowTakesToSlide(String kind) {
		RateLimit limit = kind.equals("window") ? window() : RateLimit.tokenBucket(LIMIT, WINDOW);
		instance(Duration.ofDays(365), limit);
		instance(Duration.ZERO, limit);
		for (int i = 0; i < 2 * LIMIT; i++) {
			acquire(0);
		}
		assertThat(acquire(1)).isFalse();
		long lockedFor = untilAllowed(1);
		assertThat(lockedFor).isLessThanOrEqualTo(WINDOW.toMillis() * 11 / 10);
		load(40_000, new Random(5));
		long after = WINDOW.toMillis() * 11 / 10;
		int most = kind.equals("window") ? LIMIT : 2 * LIMIT;
		assertThat(Intervals.most(givenSince(after), WINDOW.toMillis())).isLessThanOrEqualTo(most);
		assertThat(givenSince(after).size()).isGreaterThanOrEqualTo(2 * LIMIT);
	}

	@Test
	void processThatComesLaterIsNotLockedOutByTheWrongClockEither() {
		instance(Duration.ofDays(365), window());
		for (int i = 0; i < 2 * LIMIT; i++) {
			acquire(0);
		}
		advance(30_000);
		instance(Duration.ZERO, window());
		assertThat(untilAllowed(1)).isLessThanOrEqualTo(WINDOW.toMillis() * 11 / 10);
	}

	private long untilAllowed(int instance) {
		long start = this.trueTime;
		while (!acquire(instance)) {
			advance(100);
			assertThat(this.trueTime - start).isLessThan(60_000);
		}
		return this.trueTime - start;
	}

	@Test
	void clockThatJumpsBackNeitherLocksNorGivesMore() {
		instance(Duration.ZERO, window());
		instance(Duration.ZERO, window());
		load(15_000, new Random(1));
		this.clocks.get(0).jumpWallClock(Duration.ofHours(-1));
		load(15_000, new Random(2));
		this.clocks.get(1).jumpWallClock(Duration.ofDays(-400));
		load(30_000, new Random(3));
		assertThat(Intervals.most(this.given, WINDOW.toMillis())).isLessThanOrEqualTo(LIMIT);
		assertThat(this.given.size()).isGreaterThanOrEqualTo(6 * LIMIT * 10 / 11 - LIMIT / 2);
	}

	@Test
	void clockThatJumpsAheadAndIsCorrectedGivesOneWindowMore() {
		instance(Duration.ZERO, window());
		instance(Duration.ZERO, window());
		load(15_000, new Random(1));
		long jump = this.trueTime;
		this.clocks.get(0).jumpWallClock(Duration.ofHours(5));
		acquire(0);
		load(5_000, new Random(2));
		this.clocks.get(0).jumpWallClock(Duration.ofHours(-5));
		load(40_000, new Random(3));
		assertThat(Intervals.most(this.given, WINDOW.toMillis())).isLessThanOrEqualTo(2 * LIMIT);
		assertThat(Intervals.most(givenSince(jump), WINDOW.toMillis())).isLessThanOrEqualTo(LIMIT);
	}

	@Test
	void resetReturnsToTheRightTime() {
		instance(Duration.ofDays(365), window());
		instance(Duration.ZERO, window());
		acquire(0);
		acquire(1);
		this.clocks.get(0).jumpWallClock(Duration.ofDays(-365));
		this.instances.get(0).reset(this.request);
		this.meter.reset();
		for (int i = 0; i < 4; i++) {
			assertThat(acquire(i % 2)).isTrue();
		}
		assertThat(this.meter.events).doesNotContain(RateLimitEvent.CLOCK_AHEAD);
	}

}
