package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One answer in five is lost, in ways that leave it open whether the permit was counted.
 * By DynamoDB it is never given then, and counted at most once; and what the fallback
 * gives is counted later.
 */
class LostDecisionTests {

	private static final int REQUESTS = 1000;

	private static final List<Fault> FAULTS = List.of(Fault.closedAfterwards(), Fault.resetAfterwards(),
			Fault.truncatedAfterwards(), Fault.unreachable(), Fault.throttled(), Fault.internalError(),
			Fault.garbage());

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final FaultyHttpClient http = new FaultyHttpClient();

	@ParameterizedTest
	@ValueSource(longs = { 200, 2000 })
	void nothingIsGivenThatIsNotCounted(long limit) {
		for (int trial = 0; trial < Trials.of(25); trial++) {
			RateLimitRequest request = RateLimitFixture.freshRequest();
			RateLimiter limiter = limiter(limit, OnUnavailable.DENY);
			int given = given(limiter, request);
			long counted = counted(limiter, request, limit);
			assertThat(counted).isGreaterThanOrEqualTo(given).isEqualTo(applied());
			assertThat(given).isLessThanOrEqualTo((int) limit)
				.isGreaterThanOrEqualTo((int) Math.min(limit / 2, REQUESTS * 7 / 10));
			assertThat(this.http.attempts()).as("no decision is tried again").isLessThanOrEqualTo(REQUESTS + 1);
		}
	}

	/** What it gives without an answer is counted with the next one. */
	@ParameterizedTest
	@CsvSource({ "100, 0", "100, 100", "2000, 0" })
	void fallbackGivesNothingThatIsNotCountedInTheEnd(long limit, long before) {
		for (int trial = 0; trial < Trials.of(25); trial++) {
			RateLimitRequest request = RateLimitFixture.freshRequest();
			RateLimiter limiter = limiter(limit, OnUnavailable.LOCAL);
			if (before > 0) {
				assertThat(limiter.acquire(request.withPermits(before)).allowed()).isTrue();
			}
			long given = before + given(limiter, request);
			long last = limiter.acquire(request).allowed() ? 1 : 0;
			assertThat(counted(limiter, request, limit)).isGreaterThanOrEqualTo(Math.min(limit, given + last));
			assertThat(given + last).isBetween(Math.min(limit / 2, REQUESTS * 7 / 10), limit);
		}
	}

	private RateLimiter limiter(long limit, OnUnavailable mode) {
		this.http.forget();
		ResourceLimits limits = ResourceLimits.of(RateLimit.slidingWindow(limit, Duration.ofHours(1)))
			.withOnUnavailable(mode);
		return RateLimitFixture.limiter(dynamoDb, DynamoDbLocal.client(this.http), this.time,
				RateLimiterSettings.of(Map.of(RateLimitFixture.RESOURCE, limits)).withLocalDenial(Duration.ZERO),
				new RateLimitFixture.Meter());
	}

	private int given(RateLimiter limiter, RateLimitRequest request) {
		this.http.rule((operation, number) -> number % 5 == 0 ? FAULTS.get(number / 5 % FAULTS.size()) : Fault.none());
		int given = 0;
		for (int i = 0; i < REQUESTS; i++) {
			given += limiter.acquire(request).allowed() ? 1 : 0;
		}
		this.http.heal();
		return given;
	}

	private static long counted(RateLimiter limiter, RateLimitRequest request, long limit) {
		return limit - limiter.status(request).levels().get(0).remaining();
	}

	private long applied() {
		return this.http.journal()
			.stream()
			.filter((attempt) -> attempt.operation().equals("UpdateItem"))
			.filter(Attempt::applied)
			.count();
	}

}
