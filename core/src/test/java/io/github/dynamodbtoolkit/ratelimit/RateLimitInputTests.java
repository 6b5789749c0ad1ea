package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What is not accepted, and what is said about it.
 */
class RateLimitInputTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static Arguments refused(String message, ThrowingCallable call) {
		return arguments(message, call);
	}

	static Stream<Arguments> inputs() {
		RateLimit window = RateLimit.slidingWindow(100, SECOND);
		AdaptiveSettings adaptive = AdaptiveSettings.defaults();
		return Stream.of(refused("limit must be ≥ 0, got -1", () -> RateLimit.slidingWindow(-1, SECOND)),
				refused("limit must be ≥ 0, got -1", () -> RateLimit.tokenBucket(-1, SECOND)),
				refused("limit must be at most 10^12, got 1000000000001",
						() -> RateLimit.slidingWindow(1_000_000_000_001L, SECOND)),
				refused("limit 1000000000000 in 3650d is too large to be counted. Use a smaller one.",
						() -> RateLimit.slidingWindow(1_000_000_000_000L, Duration.ofDays(3650))),
				refused("window must be at least 100ms, got 0s", () -> RateLimit.slidingWindow(1, Duration.ZERO)),
				refused("window must be at least 100ms, got -5s",
						() -> RateLimit.tokenBucket(1, Duration.ofSeconds(-5))),
				refused("window must be at least 100ms, got 99ms",
						() -> RateLimit.slidingWindow(1, Duration.ofMillis(99))),
				refused("window must be whole milliseconds, got 1000500us",
						() -> RateLimit.slidingWindow(1, SECOND.plusNanos(500_000))),
				refused("adaptive.min-user-reserve 5 of the limit 5 would leave nothing to background work while users "
						+ "are quiet: use at most 4",
						() -> ResourceLimits.of(RateLimit.slidingWindow(5, SECOND))
							.withAdaptive(AdaptiveSettings.defaults())),
				refused("window must be at most 3650d, got 9223372036854775807s",
						() -> RateLimit.slidingWindow(1, Duration.ofSeconds(Long.MAX_VALUE))),
				refused("sub-windows must be between 1 and 60, got 0", () -> new RateLimit.SlidingWindow(1, SECOND, 0)),
				refused("limit 2000000000 in 1s is more than one permit a nanosecond. Use a sliding window.",
						() -> RateLimit.tokenBucket(2_000_000_000, SECOND)),
				refused("burst must be between 1 and 10^12, got 0", () -> new RateLimit.TokenBucket(1, SECOND, 0)),
				refused("burst 1000000000000 takes too long to fill at 1 in 1s. Use a smaller burst.",
						() -> new RateLimit.TokenBucket(1, SECOND, 1_000_000_000_000L)),
				refused("permits must be positive, got 0", () -> RateLimitRequest.of("a").withPermits(0)),
				refused("permits must be positive, got -3", () -> RateLimitRequest.of("a").withPermits(-3)),
				refused("Rate limiter name must not be empty.", () -> RateLimitRequest.of("")),
				refused("Rate limiter name must not be empty.", () -> RateLimitRequest.of(null)),
				refused("Rate limiter name is 256 bytes in UTF-8, the limit is 255. Shorten it or hash it yourself.",
						() -> RateLimitRequest.of("€".repeat(85) + "a")),
				refused("Rate limiter name contains the control character U+000A at position 1. Remove it.",
						() -> RateLimitRequest.of("a\nb")),
				refused("Rate limiter 'a': the key is not valid Unicode (unpaired surrogate at index 1).",
						() -> RateLimitRequest.of("a").withKey("x\ud800")),
				refused("lease must be positive, got 0", () -> ResourceLimits.of(window).withLease(0)),
				refused("lease 26 is more than a quarter of the limit 100: use at most 25",
						() -> ResourceLimits.of(window).withLease(26)),
				refused("lease and adaptive need sliding windows; the limit of 100 in 1s is a token bucket.",
						() -> ResourceLimits.of(RateLimit.tokenBucket(100, SECOND)).withLease(2)),
				refused("lease and adaptive exclude each other: a block would be taken before it is known for whom. "
						+ "Leave one out.", () -> ResourceLimits.of(window).withLease(2).withAdaptive(adaptive)),
				refused("adaptive needs exactly one limit, got 2",
						() -> ResourceLimits.of(window, RateLimit.slidingWindow(5, Duration.ofHours(1)))
							.withAdaptive(adaptive)),
				refused("limits must be 1 to 5, got 0", ResourceLimits::of),
				refused("limits: two of one algorithm have the window 1s. Only the smaller would ever count: leave the "
						+ "other out.", () -> ResourceLimits.of(window, RateLimit.slidingWindow(5, SECOND))),
				refused("moderate-activity (10) must be at least 1 and below high-activity (10)",
						() -> new AdaptiveSettings.Activity(Duration.ofMinutes(1), 10, 10, SECOND, SECOND)),
				refused("max-user-scaling must be between 1 and 100, got 0.5",
						() -> new AdaptiveSettings(AdaptiveSettings.Activity.defaults(), 0.5, 5, true)),
				refused("max-user-scaling must be between 1 and 100, got NaN",
						() -> new AdaptiveSettings(AdaptiveSettings.Activity.defaults(), Double.NaN, 5, true)),
				refused("min-user-reserve must be ≥ 0, got -1",
						() -> new AdaptiveSettings(AdaptiveSettings.Activity.defaults(), 2, -1, true)),
				refused("expected-instances must be between 1 and 10000, got 0",
						() -> new RateLimiterSettings(null, Map.of(), SECOND, SECOND, 0)),
				refused("local-denial must be between 0s and 1m, got -1s",
						() -> RateLimiterSettings.of(Map.of()).withLocalDenial(Duration.ofSeconds(-1))),
				refused("No limit is configured for the resource 'b', and there is no default limit. Configure one.",
						() -> limiter(ResourceLimits.of(window)).acquire("b")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("inputs")
	void isRefusedWithAReason(String message, ThrowingCallable call) {
		assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
	}

	private static RateLimiter limiter(ResourceLimits limits) {
		return RateLimiter.on(TableClient.on(DynamoDbLocal.client(), "not-called"),
				RateLimiterSettings.of(Map.of("a", limits)));
	}

	@Test
	void changedLimitsAreCheckedLikeConfiguredOnes() {
		RateLimiter limiter = limiter(ResourceLimits.of(RateLimit.slidingWindow(100, SECOND)).withLease(5));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> limiter.setLimits(RateLimitRequest.of("a"), List.of(RateLimit.tokenBucket(1, SECOND))));
		assertThatIllegalArgumentException().isThrownBy(() -> limiter.setLimits(RateLimitRequest.of("a"), List.of()));
	}

	@Test
	void warnsOfLimitsThatCannotBeMeant() {
		assertThat(warnings(RateLimit.slidingWindow(0, Duration.ofMinutes(1))))
			.containsExactly("Rate limit 'a': limit 0: every request will be denied");
		assertThat(warnings(RateLimit.slidingWindow(10, SECOND)))
			.containsExactly("Rate limit 'a': window 1s is shorter than twice the clock tolerance 2s");
		assertThat(warnings(RateLimit.slidingWindow(10, Duration.ofSeconds(4)))).isEmpty();
	}

	private static List<String> warnings(RateLimit limit) {
		return warnings(() -> limiter(ResourceLimits.of(limit)));
	}

	private static List<String> warnings(Runnable action) {
		Logger logger = (Logger) LoggerFactory.getLogger(RateLimiter.class);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.addAppender(appender);
		try {
			action.run();
			return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
		}
		finally {
			logger.detachAppender(appender);
		}
	}

	@Test
	void saysOncePerMinuteThatDynamoDbAnswersNowAndThen() {
		MutableTimeSource time = new MutableTimeSource();
		RateLimitLog log = new RateLimitLog("a", ToolkitMetrics.NONE, time);
		Runnable nowAndThen = () -> {
			for (int i = 0; i < 50; i++) {
				log.fallsBack(OnUnavailable.LOCAL, "Throttled.");
				log.answered();
			}
		};
		List<String> once = List.of(
				"Rate limit 'a': decided by on-unavailable=LOCAL until DynamoDB answers. Throttled.",
				"Rate limit 'a': decided by DynamoDB again");
		assertThat(warnings(nowAndThen)).isEqualTo(once);
		assertThat(warnings(nowAndThen)).isEmpty();
		time.advance(Duration.ofMinutes(1));
		assertThat(warnings(nowAndThen)).isEqualTo(once);
	}

	@Test
	void warnsOnceOfAHotKey() {
		MutableTimeSource time = new MutableTimeSource();
		LimitedResource resource = new LimitedResource(
				TableClient.on(DynamoDbLocal.client(), "not-called").keys().rateLimit("a", null),
				ResourceLimits.of(RateLimit.slidingWindow(10, SECOND)), time, Duration.ofSeconds(2),
				new RateLimitLog("a", ToolkitMetrics.NONE, time));
		assertThat(warnings(() -> writes(resource, 499))).isEmpty();
		time.advance(SECOND);
		assertThat(warnings(() -> writes(resource, 499))).isEmpty();
		assertThat(warnings(() -> writes(resource, 2000))).singleElement()
			.asString()
			.startsWith("Rate limit 'a': 500 decisions a second and more")
			.endsWith("Set a lease, so that permits are taken in blocks.");
	}

	private static void writes(LimitedResource resource, int times) {
		for (int i = 0; i < times; i++) {
			resource.wrote();
		}
	}

	@Test
	void keysOfDifferentResourcesDiffer() {
		TableClient table = TableClient.on(DynamoDbLocal.client(), "not-called");
		List<String> parts = List.of("a", "#", "a#a", "%23", ":", "h:a", "é", "e\u0301", "RATELIMIT#a");
		long distinct = parts.stream()
			.flatMap((name) -> Stream.concat(Stream.of(table.keys().rateLimit(name, null)),
					parts.stream().map((key) -> table.keys().rateLimit(name, key))))
			.distinct()
			.count();
		assertThat(distinct).isEqualTo(parts.size() * (parts.size() + 1L));
	}

}
