package io.github.dynamodbtoolkit.spring.ratelimit;

import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link RateLimitFields}.
 */
class RateLimitFieldsTests {

	private static final List<RateLimit> ONE = List.of(RateLimit.slidingWindow(100, Duration.ofMinutes(1)));

	private static RateLimitDecision allowed(long limit, long remaining, Duration reset) {
		return new RateLimitDecision(true, limit, remaining, reset, Duration.ZERO);
	}

	private static RateLimitDecision refused(long limit, Duration reset, Duration retryAfter) {
		return new RateLimitDecision(false, limit, 0, reset, retryAfter);
	}

	@Test
	void ofAnAllowedRequestAreItsPolicyAndWhatIsLeft() {
		assertThat(RateLimitFields.of("default", ONE, allowed(100, 50, Duration.ofMillis(29_001)))).containsExactly(
				entry("RateLimit-Policy", "\"default\";q=100;w=60"), entry("RateLimit", "\"default\";r=50;t=30"));
	}

	@Test
	void ofAFullLimitSayNoReset() {
		assertThat(RateLimitFields.of("default", ONE, allowed(100, 100, Duration.ZERO))).containsEntry("RateLimit",
				"\"default\";r=100");
	}

	@Test
	void ofARefusedRequestSayWhenToTryAgain() {
		assertThat(RateLimitFields.of("api", ONE, refused(100, Duration.ofSeconds(60), Duration.ofMillis(6001))))
			.containsExactly(entry("RateLimit-Policy", "\"api\";q=100;w=60"), entry("RateLimit", "\"api\";r=0;t=7"),
					entry("Retry-After", "7"));
	}

	@Test
	void neverAskToTryAgainAtOnceAndSayTheSameTwice() {
		assertThat(RateLimitFields.of("api", ONE, refused(100, Duration.ZERO, Duration.ofNanos(1))))
			.containsEntry("RateLimit", "\"api\";r=0;t=1")
			.containsEntry("Retry-After", "1");
		assertThat(RateLimitFields.of("api", ONE, refused(100, Duration.ofSeconds(2), Duration.ofSeconds(5))))
			.containsEntry("RateLimit", "\"api\";r=0;t=5")
			.containsEntry("Retry-After", "5");
	}

	@Test
	void ofSeveralLimitsTellAboutTheStrictest() {
		List<RateLimit> several = List.of(RateLimit.slidingWindow(10, Duration.ofSeconds(1)),
				RateLimit.slidingWindow(1000, Duration.ofHours(1)), RateLimit.tokenBucket(5, Duration.ofMillis(900)));
		assertThat(RateLimitFields.of("api", several, allowed(1000, 3, Duration.ofMinutes(20)))).containsExactly(
				entry("RateLimit-Policy", "\"api-1s-1\";q=10;w=1, \"api-3600s\";q=1000;w=3600, \"api-1s-3\";q=5;w=1"),
				entry("RateLimit", "\"api-3600s\";r=3;t=1200"));
		assertThat(RateLimitFields.of("api", several, allowed(5, 0, Duration.ofMillis(1)))).containsEntry("RateLimit",
				"\"api-1s-3\";r=0;t=1");
	}

	@Test
	void ofEqualLimitsTellAboutTheLongerWindow() {
		List<RateLimit> equal = List.of(RateLimit.slidingWindow(10, Duration.ofSeconds(1)),
				RateLimit.slidingWindow(10, Duration.ofSeconds(5)));
		assertThat(RateLimitFields.of("api", equal, allowed(10, 4, Duration.ofSeconds(3)))).containsEntry("RateLimit",
				"\"api-5s\";r=4;t=3");
	}

	@Test
	void leaveOutWhatCannotBeTold() {
		List<RateLimit> several = List.of(RateLimit.slidingWindow(10, Duration.ofSeconds(1)),
				RateLimit.slidingWindow(1000, Duration.ofHours(1)));
		assertThat(RateLimitFields.of("api", several, allowed(5, 3, Duration.ofSeconds(1))))
			.containsOnlyKeys("RateLimit-Policy");
		assertThat(RateLimitFields.of("api", List.of(), refused(0, Duration.ZERO, Duration.ofSeconds(9))))
			.containsExactly(entry("Retry-After", "9"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			https://api.example | "https://api.example"
			a "b" \\c           | "a \\"b\\" \\\\c"
			é€                  | "%C3%A9%E2%82%AC"
			""")
	void namesAreStringsOfStructuredFields(String name, String written) {
		assertThat(RateLimitFields.of(name, ONE, allowed(100, 1, Duration.ZERO))).containsEntry("RateLimit",
				written + ";r=1");
	}

	@Test
	void namesBreakNoLine() {
		assertThat(RateLimitFields.of("a\r\nb", ONE, allowed(100, 1, Duration.ZERO))).containsEntry("RateLimit",
				"\"a%0D%0Ab\";r=1");
	}

}
