package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a limiter does while DynamoDB gives no answer.
 */
class RateLimitOutageTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final RateLimitFixture.Meter meter = new RateLimitFixture.Meter();

	private final RateLimitRequest request = RateLimitFixture.freshRequest();

	private RateLimiter limiter(OnUnavailable mode, RateLimit... limits) {
		return RateLimitFixture.limiter(dynamoDb, DynamoDbLocal.client(this.http), this.time,
				RateLimiterSettings
					.of(Map.of(RateLimitFixture.RESOURCE, ResourceLimits.of(limits).withOnUnavailable(mode))),
				this.meter);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "2, 1", "3, 1", "10, 5", "25, 12" })
	void localFallbackAllowsItsPartOfEachLimit(long limit, int part) {
		for (RateLimit kind : List.of(RateLimit.slidingWindow(limit, WINDOW), RateLimit.tokenBucket(limit, WINDOW))) {
			RateLimiter limiter = limiter(OnUnavailable.LOCAL, kind);
			this.http.always(Fault.throttled());
			for (int window = 0; window < 3; window++) {
				assertThat(given(limiter, 30)).isEqualTo(part);
				this.time.advance(WINDOW.multipliedBy(2));
			}
		}
		assertThat(this.meter.events).doesNotContain(RateLimitEvent.ALLOWED)
			.contains(RateLimitEvent.REFUSED_BY_FALLBACK);
	}

	private int given(RateLimiter limiter, int requests) {
		return given(limiter, this.request, requests);
	}

	private static int given(RateLimiter limiter, RateLimitRequest request, int requests) {
		int given = 0;
		for (int i = 0; i < requests; i++) {
			given += limiter.acquire(request).allowed() ? 1 : 0;
		}
		return given;
	}

	@Test
	void allowsOrDeniesEverythingIfToldSo() {
		this.http.always(Fault.unreachable());
		assertThat(given(limiter(OnUnavailable.ALLOW, RateLimit.slidingWindow(1, WINDOW)), 20)).isEqualTo(20);
		RateLimiter denying = limiter(OnUnavailable.DENY, RateLimit.slidingWindow(100, WINDOW));
		assertThat(given(denying, 20)).isZero();
		assertThat(denying.acquire(this.request).retryAfter()).isEqualTo(Duration.ofSeconds(1));
		assertThat(denying.canProceed(this.request)).isFalse();
	}

	@Test
	void asksAgainAfterASecondAndGoesOnWhereItWas() {
		RateLimiter limiter = limiter(OnUnavailable.LOCAL, RateLimit.slidingWindow(10, WINDOW));
		assertThat(given(limiter, 4)).isEqualTo(4);
		this.http.always(Fault.internalError());
		given(limiter, 20);
		this.http.heal();
		this.time.advance(Duration.ofMillis(1001));
		assertThat(limiter.acquire(this.request).remaining()).as("4 before, 5 meanwhile, 1 now").isZero();
	}

	@ParameterizedTest
	@CsvSource({ "10, 0", "8, 2", "7, 3", "2, 5", "0, 5" })
	void fallbackGivesOnlyWhatThereIsRoomForAsFarAsThisInstanceKnows(int before, int part) {
		for (RateLimit kind : List.of(RateLimit.slidingWindow(10, WINDOW), RateLimit.tokenBucket(10, WINDOW))) {
			RateLimitRequest own = RateLimitFixture.freshRequest();
			RateLimiter limiter = limiter(OnUnavailable.LOCAL, kind);
			this.http.heal();
			assertThat(given(limiter, own, before)).isEqualTo(before);
			this.http.always(Fault.throttled());
			assertThat(given(limiter, own, 30)).isEqualTo(part);
			this.http.heal();
			this.time.advance(Duration.ofMillis(1001));
			given(limiter, own, 1);
			assertThat(other(kind).status(own).levels().get(0).remaining()).isLessThanOrEqualTo(10 - before - part);
		}
	}

	private RateLimiter other(RateLimit limit) {
		return RateLimitFixture.limiter(dynamoDb, this.time, RateLimitFixture.settings(limit));
	}

	@Test
	void whatWasGivenWithoutDynamoDbIsCountedOnceAndOnlyAsLongAsItCounts() {
		RateLimiter limiter = limiter(OnUnavailable.LOCAL, RateLimit.slidingWindow(10, WINDOW));
		this.http.always(Fault.unreachable());
		assertThat(given(limiter, 30)).isEqualTo(5);
		this.http.heal();
		this.time.advance(WINDOW.plusSeconds(1));
		assertThat(limiter.acquire(this.request).remaining()).isEqualTo(9);
		this.http.always(Fault.unreachable());
		assertThat(given(limiter, 3)).isEqualTo(3);
		this.http.heal();
		this.time.advance(Duration.ofMillis(1001));
		assertThat(limiter.acquire(this.request).remaining()).isEqualTo(5);
		assertThat(limiter.acquire(this.request).remaining()).isEqualTo(4);
		limiter.reset(this.request);
		assertThat(limiter.acquire(this.request).remaining()).isEqualTo(9);
	}

	@Test
	void resetForgetsWhatWasGivenWithoutDynamoDb() {
		RateLimiter limiter = limiter(OnUnavailable.LOCAL, RateLimit.slidingWindow(10, WINDOW));
		this.http.always(Fault.unreachable());
		assertThat(given(limiter, 3)).isEqualTo(3);
		this.http.heal();
		this.time.advance(Duration.ofMillis(1001));
		limiter.reset(this.request);
		assertThat(limiter.acquire(this.request).remaining()).isEqualTo(9);
	}

	@Test
	void backgroundWorkLeavesUsersTheirShareOfTheFallback() {
		ResourceLimits shared = ResourceLimits.of(RateLimit.slidingWindow(40, WINDOW))
			.withAdaptive(AdaptiveSettings.defaults());
		RateLimiter limiter = RateLimitFixture.limiter(dynamoDb, DynamoDbLocal.client(this.http), this.time,
				RateLimiterSettings.of(Map.of(RateLimitFixture.RESOURCE, shared)), this.meter);
		RateLimitRequest background = this.request.withPriority(Priority.BACKGROUND);
		this.http.always(Fault.throttled());
		assertThat(given(limiter, background, 30)).isEqualTo(14);
		assertThat(given(limiter, this.request.withPriority(Priority.USER), 30)).isEqualTo(6);
		this.http.heal();
		this.time.advance(Duration.ofMillis(1001));
		assertThat(limiter.acquire(background).remaining()).as("14 of 28 are used").isEqualTo(13);
		assertThat(limiter.acquire(this.request).remaining()).as("22 of 40 are used").isEqualTo(18);
	}

	@ParameterizedTest
	@EnumSource(OnUnavailable.class)
	void questionsAreNotCountedAsDecisions(OnUnavailable mode) {
		RateLimiter limiter = limiter(mode, RateLimit.slidingWindow(2, WINDOW));
		this.http.always(Fault.unreachable());
		for (int i = 0; i < 3; i++) {
			assertThat(limiter.canProceed(this.request)).isEqualTo(mode != OnUnavailable.DENY);
			limiter.getWaitTime(this.request);
		}
		assertThat(this.meter.events).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(OnUnavailable.class)
	void givesNothingToAThreadThatWasInterrupted(OnUnavailable mode) {
		RateLimiter limiter = limiter(mode, RateLimit.slidingWindow(10, WINDOW));
		Thread.currentThread().interrupt();
		assertThat(limiter.acquire(this.request).allowed()).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
	}

	@Test
	void limitsChangedAtRunTimeHoldInTheFallbackToo() {
		RateLimiter limiter = limiter(OnUnavailable.LOCAL, RateLimit.slidingWindow(100, WINDOW));
		limiter.setLimits(this.request, List.of(RateLimit.slidingWindow(10, WINDOW)));
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
		this.http.always(Fault.throttled());
		assertThat(given(limiter, 30)).isEqualTo(5);
	}

	@Test
	void fallbackIsBounded() {
		RateLimiter limiter = limiter(OnUnavailable.LOCAL, RateLimit.slidingWindow(100, WINDOW));
		this.http.always(Fault.unreachable());
		int allowed = 0;
		for (int i = 0; i < 10_050; i++) {
			allowed += limiter.acquire(this.request.withKey("flood-" + i)).allowed() ? 1 : 0;
		}
		assertThat(allowed).isEqualTo(10_000);
		this.time.advance(WINDOW.multipliedBy(2));
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
	}

	/**
	 * Of those that need the same answer one asks, and all take over that there is none.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "block", "sub-window" })
	void nobodyWaitsForSeveralTimeOutsOneAfterTheOther(String wanted) throws Exception {
		ResourceLimits limits = ResourceLimits.of(RateLimit.slidingWindow(100, WINDOW))
			.withLease(wanted.equals("block") ? 2 : 1)
			.withOnUnavailable(OnUnavailable.DENY);
		TableClient impatient = TableClient.on(DynamoDbLocal.client(this.http), TableSettings.of(dynamoDb.tableName())
			.withTime(this.time)
			.withBudgets(CallBudgets
				.of(Map.of(CallKind.DECISION, new CallBudget(1, Duration.ofSeconds(1), Duration.ofSeconds(2))))));
		RateLimiter limiter = RateLimiter.on(impatient, RateLimiterSettings.of(Map.of("api", limits)));
		assertThat(limiter.acquire(this.request.withPermits(2)).allowed()).isTrue();
		this.time.advance(Duration.ofSeconds(1));
		this.http.forget();
		this.http.always(Fault.blackHole());
		assertThat(Race.run(16, () -> limiter.acquire(this.request).allowed())).containsOnly(false);
		assertThat(this.http.attempts()).isEqualTo(1);
		this.http.heal();
		assertThat(limiter.acquire(this.request).allowed()).isTrue();
	}

	@Test
	void missingTableIsAnOutageForDecisionsAndAnErrorForAdministration() {
		TableClient missing = TableClient.on(DynamoDbLocal.client(),
				TableSettings.of(dynamoDb.newTableName()).withBudgets(DynamoDbLocal.testBudgets()));
		RateLimiter limiter = RateLimiter.on(missing,
				RateLimiterSettings.of(Map.of("api", ResourceLimits.of(RateLimit.slidingWindow(2, WINDOW)))));
		assertThat(limiter.acquire("api").allowed()).isTrue();
		assertThat(limiter.acquire("api").allowed()).isFalse();
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> limiter.status(RateLimitRequest.of("api")));
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> limiter.record(RateLimitRequest.of("api")));
	}

}
