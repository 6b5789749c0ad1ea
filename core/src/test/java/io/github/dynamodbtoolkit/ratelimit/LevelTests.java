package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arithmetic, against the limiter that is plainly right, over random histories.
 */
class LevelTests {

	private static final int STEPS = 400;

	private final MutableTimeSource time = new MutableTimeSource();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void windowIsWhatTheOracleSays(long seed) {
		Random random = new Random(seed);
		RateLimit.SlidingWindow limit = new RateLimit.SlidingWindow(1 + random.nextInt(40),
				Duration.ofMillis(100 + random.nextInt(900)), 1 + random.nextInt(12));
		followsTheOracle(limit, WindowLevel.empty(limit, limit.subWindows(), now()), random);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void bucketIsWhatTheOracleSays(long seed) {
		Random random = new Random(seed);
		RateLimit.TokenBucket limit = new RateLimit.TokenBucket(1 + random.nextInt(40),
				Duration.ofMillis(100 + random.nextInt(900)), 1 + random.nextInt(20));
		followsTheOracle(limit, BucketLevel.empty(limit, now()), random);
	}

	/** Whatever is given back when, those that are used are no more than it gives. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void refundsLetNoBucketGiveMore(long seed) {
		Random random = new Random(seed);
		RateLimit.TokenBucket limit = new RateLimit.TokenBucket(20, Duration.ofSeconds(20), 20);
		BucketLevel level = BucketLevel.empty(limit, now());
		List<Taken> used = new ArrayList<>();
		for (int i = 0; i < STEPS; i++) {
			this.time.advance(Duration.ofMillis(random.nextInt(4_000)));
			level = level.at(now());
			long permits = 1 + random.nextInt(10);
			if (random.nextInt(3) == 0 && !used.isEmpty()) {
				Taken unused = used.remove(Math.max(0, used.size() - 1 - random.nextInt(5)));
				level = level.minus(unused.permits(), unused.at());
			}
			else if (level.fits(permits)) {
				level = level.plus(permits);
				used.add(new Taken(now(), permits));
			}
		}
		for (int first = 0; first < used.size(); first++) {
			long permits = 0;
			for (Taken taken : used.subList(first, used.size())) {
				permits += taken.permits();
				long passed = taken.at() - used.get(first).at();
				assertThat(permits * limit.intervalNanos()).isLessThanOrEqualTo(level.capacityNanos() + passed);
			}
		}
	}

	@Test
	void refundAtOnceIsWhole() {
		RateLimit.TokenBucket limit = new RateLimit.TokenBucket(20, Duration.ofSeconds(20), 20);
		BucketLevel level = BucketLevel.empty(limit, now()).plus(15);
		assertThat(level.minus(5, now()).remaining()).isEqualTo(10);
		this.time.advance(Duration.ofSeconds(2));
		assertThat(level.at(now()).minus(5, now() - 2_000_000_000).remaining()).isEqualTo(7 + 3);
	}

	private record Taken(long at, long permits) {
	}

	private void followsTheOracle(RateLimit limit, Level start, Random random) {
		OracleRateLimiter oracle = new OracleRateLimiter(this.time, limit);
		Level level = start;
		for (int i = 0; i < STEPS; i++) {
			this.time.advance(Duration.ofMillis(random.nextInt(60)));
			level = level.at(now());
			RateLimitRequest request = RateLimitRequest.of("x").withPermits(1 + random.nextInt(4));
			if (request.permits() > limit.mostAtOnce()) {
				assertThat(level.fits(request.permits())).isFalse();
				continue;
			}
			assertThat(level.remaining()).isEqualTo(oracle.status(request).levels().get(0).remaining());
			Duration wait = Duration.ofNanos(level.waitNanos(request.permits()));
			assertThat(oracle.getWaitTime(request)).isEqualTo(roundedUp(wait));
			if (oracle.acquire(request).allowed()) {
				assertThat(level.fits(request.permits())).isTrue();
				level = level.plus(request.permits());
			}
			assertThat(level.at(now() + level.resetNanos()).remaining()).isEqualTo(limit.mostAtOnce());
		}
	}

	private static Duration roundedUp(Duration duration) {
		return Duration.ofMillis((duration.toNanos() + 999_999) / 1_000_000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 10 })
	void windowIsNeverExceededAndGivesItsShare(int subWindows) {
		RateLimit.SlidingWindow limit = new RateLimit.SlidingWindow(100, Duration.ofSeconds(7), subWindows);
		Random random = new Random(subWindows);
		Level level = WindowLevel.empty(limit, subWindows, now());
		List<Long> given = new ArrayList<>();
		long start = now();
		while (now() - start < Duration.ofSeconds(70).toNanos()) {
			this.time.advance(Duration.ofMillis(random.nextInt(20)));
			level = level.at(now());
			if (level.fits(1)) {
				level = level.plus(1);
				given.add(now());
			}
		}
		assertThat(Intervals.most(given, limit.window().toNanos())).isLessThanOrEqualTo(100);
		assertThat(given.size()).isGreaterThanOrEqualTo(10 * 100 * subWindows / (subWindows + 1));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 3, 7, 1000 })
	void bucketIsNeverExceeded(long rate) {
		RateLimit.TokenBucket limit = new RateLimit.TokenBucket(rate, Duration.ofSeconds(1), 5);
		Random random = new Random(rate);
		Level level = BucketLevel.empty(limit, now());
		List<Long> given = new ArrayList<>();
		for (int i = 0; i < 3000; i++) {
			this.time.advance(Duration.ofMillis(random.nextInt(4)));
			level = level.at(now());
			if (level.fits(1)) {
				level = level.plus(1);
				given.add(now());
			}
		}
		for (long millis : new long[] { 1, 50, 1000, 3000 }) {
			assertThat(Intervals.most(given, millis * 1_000_000))
				.isLessThanOrEqualTo((int) (5 + rate * millis / 1000 + 1));
		}
	}

	private long now() {
		return this.time.millis() * 1_000_000;
	}

}
