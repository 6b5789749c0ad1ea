package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One answer in five is lost, in ways that leave it open whether the permit was counted.
 * It is never given then, and counted at most once.
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
			assertCountsWhatItGives(limit, RateLimitFixture.freshRequest());
		}
	}

	private void assertCountsWhatItGives(long limit, RateLimitRequest request) {
		this.http.forget();
		RateLimiter limiter = RateLimitFixture.limiter(dynamoDb, DynamoDbLocal.client(this.http), this.time,
				RateLimitFixture.settings(RateLimit.slidingWindow(limit, Duration.ofHours(1)))
					.withLocalDenial(Duration.ZERO),
				new RateLimitFixture.Meter());
		this.http.rule((operation, number) -> number % 5 == 0 ? FAULTS.get(number / 5 % FAULTS.size()) : Fault.none());
		int given = 0;
		for (int i = 0; i < REQUESTS; i++) {
			given += limiter.acquire(request).allowed() ? 1 : 0;
		}
		this.http.heal();
		long counted = limit - limiter.status(request).levels().get(0).remaining();
		long applied = this.http.journal()
			.stream()
			.filter((attempt) -> attempt.operation().equals("UpdateItem"))
			.filter(Attempt::applied)
			.count();
		assertThat(counted).isGreaterThanOrEqualTo(given).isEqualTo(applied);
		assertThat(given).isLessThanOrEqualTo((int) limit)
			.isGreaterThanOrEqualTo((int) Math.min(limit / 2, REQUESTS * 7 / 10));
		assertThat(this.http.attempts()).as("no decision is tried again").isLessThanOrEqualTo(REQUESTS + 1);
	}

}
