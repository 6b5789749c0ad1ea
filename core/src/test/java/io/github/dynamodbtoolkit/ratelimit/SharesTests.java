package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Shares}, by the table of strategies.
 */
class SharesTests {

	private static final AdaptiveSettings SETTINGS = AdaptiveSettings.defaults();

	private static final long NOW = Duration.ofDays(20_000).toMillis() + 30_000;

	private static final long MINUTE = 60_000;

	private static UserActivity activity(long newest, long middle, long oldest) {
		UserActivity none = UserActivity.of(SETTINGS.activity().monitoringWindow(), Map.of());
		return none.plus(newest, NOW, NOW).plus(middle, NOW - 7 * MINUTE, NOW).plus(oldest, NOW - 12 * MINUTE, NOW);
	}

	private static Shares shares(long limit, UserActivity users, long lastUserAt, boolean backgroundSeen) {
		return Shares.of(SETTINGS, limit, users, NOW, lastUserAt, backgroundSeen);
	}

	@ParameterizedTest
	@CsvSource({ "100, 4, 4, 4, 90, 10", "100, 20, 0, 0, 90, 0", "100, 0, 20, 0, 90, 10", "100, 2, 2, 0, 56, 44",
			"100, 3, 0, 0, 62, 38", "100, 0, 3, 0, 41, 59", "100, 9, 0, 0, 70, 30", "100, 1, 0, 0, 30, 70",
			"10, 1, 1, 0, 5, 5", "25, 20, 20, 20, 22, 3", "4, 1, 0, 0, 4, 0", "0, 5, 5, 5, 0, 0" })
	void followTheActivity(long limit, long newest, long middle, long oldest, long user, long background) {
		Shares shares = shares(limit, activity(newest, middle, oldest), NOW, true);
		assertThat(shares.user()).isEqualTo(user);
		assertThat(shares.background()).isEqualTo(background);
	}

	@Test
	void keepAThirdWhereNothingWasEverSeen() {
		assertThat(shares(100, activity(0, 0, 0), 0, false).user()).isEqualTo(30);
	}

	@Test
	void keepTheReserveWhereUsersAreQuiet() {
		assertThat(shares(100, activity(0, 0, 0), 0, true).user()).isEqualTo(5);
		assertThat(shares(100, activity(0, 0, 0), NOW - 29 * MINUTE, true).user()).isEqualTo(5);
	}

	@Test
	void keepNothingWhereUsersAreAway() {
		Shares shares = shares(100, activity(0, 0, 0), NOW - 31 * MINUTE, true);
		assertThat(shares.user()).isZero();
		assertThat(shares.background()).isEqualTo(100);
		assertThat(shares.idle()).isEqualTo(1);
	}

	@Test
	void neverExceedTheLimitTogether() {
		Random random = new Random(1);
		for (int i = 0; i < 20_000; i++) {
			AdaptiveSettings settings = new AdaptiveSettings(SETTINGS.activity(), 1 + random.nextDouble() * 5,
					random.nextInt(40), random.nextBoolean());
			long limit = random.nextInt(60);
			Shares shares = Shares.of(settings, limit,
					activity(random.nextInt(12), random.nextInt(12), random.nextInt(12)), NOW,
					random.nextBoolean() ? 0 : NOW - random.nextInt(60) * MINUTE, random.nextBoolean());
			assertThat(shares.user()).isNotNegative();
			assertThat(shares.background()).isNotNegative();
			assertThat(shares.user() + shares.background()).isLessThanOrEqualTo(limit);
			assertThat(Shares.read(shares.toNumbers())).isEqualTo(shares);
		}
	}

	@Test
	void requestsOlderThanTheMonitoringWindowDoNotCount() {
		UserActivity users = activity(1, 2, 4);
		assertThat(users.recent(NOW)).isEqualTo(7);
		assertThat(users.recent(NOW + 5 * MINUTE)).isEqualTo(3);
		assertThat(users.plus(1, NOW + 5 * MINUTE, NOW + 5 * MINUTE).counts()).hasSize(3);
		assertThat(users.recent(NOW + 60 * MINUTE)).isZero();
	}

}
