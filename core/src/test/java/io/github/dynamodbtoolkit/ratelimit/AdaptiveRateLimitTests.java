package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits that users and background work share.
 */
class AdaptiveRateLimitTests {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RateLimitRequest user = RateLimitFixture.freshRequest().withPriority(Priority.USER);

	private final RateLimitRequest background = this.user.withPriority(Priority.BACKGROUND);

	private RateLimiter instance(long limit) {
		return RateLimitFixture.limiter(dynamoDb, this.time, RateLimitFixture.settings(
				ResourceLimits.of(RateLimit.slidingWindow(limit, WINDOW)).withAdaptive(AdaptiveSettings.defaults())));
	}

	private RateLimitStatus.SharesStatus shares(RateLimiter limiter) {
		RateLimitStatus.SharesStatus shares = limiter.status(this.user).shares();
		assertThat(shares).isNotNull();
		return shares;
	}

	private int take(RateLimiter limiter, RateLimitRequest request, int times) {
		int given = 0;
		for (int i = 0; i < times; i++) {
			given += limiter.acquire(request).allowed() ? 1 : 0;
		}
		return given;
	}

	@ParameterizedTest
	@ValueSource(longs = { 20, 25, 33, 50 })
	void bothTogetherNeverGetMoreThanTheLimitInAnyOrder(long limit) {
		for (List<RateLimitRequest> order : List.of(List.of(this.background, this.user),
				List.of(this.user, this.background))) {
			this.time.advance(Duration.ofHours(2));
			List<RateLimiter> instances = List.of(instance(limit), instance(limit));
			long given = take(instances.get(0), order.get(0), (int) limit)
					+ take(instances.get(1), order.get(1), (int) limit);
			this.time.advance(Duration.ofSeconds(30));
			given += take(instances.get(1), order.get(0), (int) limit)
					+ take(instances.get(0), order.get(1), (int) limit)
					+ take(instances.get(0), this.user.withPriority(Priority.NONE), (int) limit);
			assertThat(given).isEqualTo(limit);
		}
	}

	@ParameterizedTest
	@CsvSource({ "20, 1", "25, 2", "33, 3", "50, 4" })
	void noWindowIsExceededByAnyMixtureOfCallers(int limit, long seed) {
		List<RateLimiter> instances = List.of(instance(limit), instance(limit));
		Random random = new Random(seed);
		List<Long> given = new ArrayList<>();
		for (int i = 0; i < 250; i++) {
			Priority priority = Priority.values()[random.nextInt(3)];
			if (instances.get(random.nextInt(2)).acquire(this.user.withPriority(priority)).allowed()) {
				given.add(this.time.millis());
			}
			this.time.advance(Duration.ofMillis(random.nextInt(random.nextInt(20) == 0 ? 40_000 : 1500)));
		}
		assertThat(Intervals.most(given, WINDOW.toMillis())).isLessThanOrEqualTo(limit);
	}

	@Test
	void concurrentCallersOfAllPrioritiesGetExactlyTheLimit() throws Exception {
		List<RateLimiter> instances = List.of(instance(50), instance(50), instance(50), instance(50));
		Map<Priority, Integer> given = new EnumMap<>(Priority.class);
		Race.run(12, () -> {
			int thread = (int) (Thread.currentThread().getId() % 12);
			Priority priority = Priority.values()[thread % 3];
			int own = take(instances.get(thread % 4), this.user.withPriority(priority), 50);
			synchronized (given) {
				given.merge(priority, own, Integer::sum);
			}
			return null;
		});
		assertThat(given.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
	}

	@Test
	void backgroundIsHeldByItsShareAndTheRestIsKeptForUsers() {
		RateLimiter limiter = instance(100);
		assertThat(take(limiter, this.background, 100)).isEqualTo(70);
		assertThat(take(instance(100), this.user, 100)).isEqualTo(30);
	}

	@Test
	void allInstancesAgreeOnActivityAndShares() {
		RateLimiter limiter = instance(100);
		RateLimiter other = instance(100);
		take(limiter, this.user, 3);
		take(other, this.user, 3);
		this.time.advance(Duration.ofSeconds(31));
		take(other, this.background, 1);
		assertThat(shares(limiter).recentUserRequests()).isEqualTo(6);
		assertThat(shares(limiter)).isEqualTo(shares(other));
		assertThat(shares(limiter).user()).isEqualTo(70);
	}

	@Test
	void backgroundPausesWhileHighActivityIncreases() {
		RateLimiter limiter = instance(100);
		take(limiter, this.user, 20);
		this.time.advance(Duration.ofSeconds(31));
		RateLimitDecision paused = limiter.acquire(this.background);
		assertThat(paused.allowed()).isFalse();
		assertThat(paused.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(31));
		this.time.advance(Duration.ofMinutes(6));
		assertThat(instance(100).acquire(this.background).allowed()).isTrue();
	}

	@Test
	void usersDoNotStarveAfterAQuietHalfHour() {
		RateLimiter limiter = instance(20);
		assertThat(limiter.acquire(this.user).allowed()).isTrue();
		this.time.advance(Duration.ofMinutes(46));
		assertThat(take(limiter, this.background, 30)).isEqualTo(20);
		assertThat(shares(limiter).user()).isZero();
		RateLimiter other = instance(20);
		assertThat(other.acquire(this.user).allowed()).as("all is used up").isFalse();
		assertThat(shares(other).user()).as("but the idle time is over").isEqualTo(6);
		this.time.advance(WINDOW.plusSeconds(6));
		assertThat(take(limiter, this.background, 30)).isEqualTo(14);
		assertThat(take(other, this.user, 10)).isEqualTo(6);
	}

	@Test
	void firstUserAfterAQuietHalfHourEndsTheIdleTime() {
		RateLimiter limiter = instance(20);
		limiter.acquire(this.user);
		this.time.advance(Duration.ofMinutes(46));
		take(limiter, this.background, 3);
		assertThat(shares(limiter).user()).isZero();
		assertThat(instance(20).acquire(this.user).allowed()).isTrue();
		assertThat(shares(limiter).user()).isEqualTo(6);
		assertThat(take(limiter, this.background, 30)).isEqualTo(11);
	}

	@Test
	void sharesFollowALimitThatWasChangedAtRunTime() {
		RateLimiter limiter = instance(100);
		take(limiter, this.background, 5);
		limiter.setLimits(this.user, List.of(RateLimit.slidingWindow(20, WINDOW)));
		RateLimiter other = instance(100);
		assertThat(take(other, this.background, 50)).isEqualTo(10);
		assertThat(take(other, this.user, 50)).isEqualTo(5);
	}

}
