package io.github.dynamodbtoolkit.spring.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What servers write, and what we read.
 */
class ServerDelayTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final long EPOCH = NOW.getEpochSecond();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			429 | 120                            | 120
			503 | 120                            | 120
			429 | ' 7 '                          | 7
			429 | 0                              | 0
			429 | Thu, 01 Jan 2026 00:01:30 GMT  | 90
			429 | Thursday, 01-Jan-26 00:01:30 GMT | 90
			429 | Thu Jan  1 00:01:30 2026       | 90
			429 | Wed, 31 Dec 2025 23:59:00 GMT  | 0
			429 | Fri, 01 Jan 2026 00:01:30 GMT  | 0
			429 | -5                             | 0
			429 | ''                             | 0
			429 | abc                            | 0
			429 | 1e99                           | 0
			429 | 12abc                          | 0
			429 | 0x10                           | 0
			429 | 1.5                            | 0
			429 | ١٢                             | 0
			429 | 5, 10                          | 10
			429 | 5, x, 3                        | 5
			429 | ,                              | 0
			200 | 120                            | 0
			301 | 120                            | 0
			500 | 120                            | 0
			""")
	void retryAfter(int status, String value, long seconds) {
		assertThat(delay(status, "Retry-After", value)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void retryAfterThatOverflowsIsVeryLong() {
		assertThat(delay(429, "Retry-After", "99999999999999999999")).isGreaterThan(Duration.ofDays(365_000));
	}

	@Test
	void longestOfSeveralLinesCounts() {
		assertThat(delay(429, "Retry-After", "5", "Retry-After", "20", "Retry-After", "x"))
			.isEqualTo(Duration.ofSeconds(20));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			200 | "default";r=0;t=30                            | 30
			429 | "default";r=0;t=30                            | 30
			200 | "default";r=1;t=30                            | 0
			429 | "default";r=1;t=30                            | 30
			503 | "default";r=1;t=30                            | 0
			503 | "default";r=0;t=30                            | 30
			200 | default;r=0;t=30                              | 30
			200 | "default"; r=0; t=30                          | 30
			200 | "burst";r=0;t=5,"daily";r=0;t=40              | 40
			200 | "burst";r=0;t=5, "daily";r=99;t=40            | 5
			200 | "a \\"b\\\\ c";r=0;t=7                        | 7
			200 | "a, b;r=9;t=9";r=0;t=7                        | 7
			200 | "d";pk=:c2VjcmV0:;r=0;t=7                     | 7
			200 | "d";x=?1;y=1.5;z=tok/en;v=@1700000000;r=0;t=7 | 7
			200 | "d";r=5;r=0;t=7                               | 7
			200 | "d";r=0;t=7;flag                              | 7
			200 | "d";r=-1;t=30                                 | 0
			200 | "d";r=0;t=-30                                 | 0
			200 | "d";r=0                                       | 0
			200 | "d";t=30                                      | 0
			429 | "d";t=30                                      | 0
			200 | "d";r=x;t=30                                  | 0
			200 | "d";r=0.0;t=30                                | 0
			200 | "d";r=0;t=30,                                 | 0
			200 | "d";r=0;t=30 x                                | 0
			200 | "d;r=0;t=30                                   | 0
			200 | "d\\x";r=0;t=30                               | 0
			200 | "d";R=0;T=30                                  | 0
			200 | "d";r=0;t=1234567890123456                    | 0
			200 | ("a" "b");r=0;t=30                            | 0
			200 | limit=100, remaining=0, reset=30              | 30
			200 | limit=100,remaining=2,reset=30                | 0
			429 | limit=100,remaining=2,reset=30                | 30
			200 | limit=100, remaining=0                        | 0
			200 | remaining=0;w=60, reset=30                    | 30
			200 | 5                                             | 0
			200 | ''                                            | 0
			""")
	void rateLimitField(int status, String value, long seconds) {
		assertThat(delay(status, "RateLimit", value)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void windowOfThePolicyCountsWhereTheResetIsMissing() {
		String policy = "\"burst\";q=100;w=10,\"daily\";q=1000;w=50";
		assertThat(delay(200, "RateLimit", "\"daily\";r=0", "RateLimit-Policy", policy))
			.isEqualTo(Duration.ofSeconds(50));
		assertThat(delay(200, "RateLimit", "\"other\";r=0", "RateLimit-Policy", policy)).isZero();
		assertThat(delay(200, "RateLimit", "\"daily\";r=0;t=5", "RateLimit-Policy", policy))
			.isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void linesAreOneList() {
		assertThat(delay(200, "RateLimit", "\"a\";r=4;t=9", "RateLimit", "\"b\";r=0;t=3"))
			.isEqualTo(Duration.ofSeconds(3));
	}

	@ParameterizedTest
	@ValueSource(strings = { "RateLimit-", "X-RateLimit-", "Rate-Limit-", "ratelimit-" })
	void fieldsOfTheirOwn(String prefix) {
		assertThat(delay(200, prefix + "Remaining", "0", prefix + "Reset", "30")).isEqualTo(Duration.ofSeconds(30));
		assertThat(delay(200, prefix + "Remaining", "-1", prefix + "Reset", "30")).isEqualTo(Duration.ofSeconds(30));
		assertThat(delay(200, prefix + "Remaining", "1", prefix + "Reset", "30")).isZero();
		assertThat(delay(429, prefix + "Remaining", "1", prefix + "Reset", "30")).isEqualTo(Duration.ofSeconds(30));
		assertThat(delay(429, prefix + "Reset", "30")).isEqualTo(Duration.ofSeconds(30));
		assertThat(delay(503, prefix + "Reset", "30")).isEqualTo(Duration.ofSeconds(30));
		assertThat(delay(200, prefix + "Reset", "30")).isZero();
		assertThat(delay(200, prefix + "Remaining", "0")).isZero();
		assertThat(delay(200, prefix + "Remaining", "x", prefix + "Reset", "30")).isZero();
		assertThat(delay(200, prefix + "Remaining", "0", prefix + "Reset", "-30")).isZero();
	}

	@Test
	void resetIsATimeOrADelay() {
		assertThat(reset(EPOCH + 45)).isEqualTo(Duration.ofSeconds(45));
		assertThat(reset((EPOCH + 45) * 1000 + 500)).isEqualTo(Duration.ofMillis(45_500));
		assertThat(reset(EPOCH - 45)).isZero();
		assertThat(reset((EPOCH - 45) * 1000)).isZero();
		assertThat(reset(0)).isZero();
		assertThat(reset(999_999_999)).isEqualTo(Duration.ofSeconds(999_999_999));
		assertThat(delay(200, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "99999999999999999999"))
			.isGreaterThan(Duration.ofDays(365));
	}

	private static Duration reset(long value) {
		return delay(200, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", String.valueOf(value));
	}

	@Test
	void strictestOfAllFieldsCounts() {
		assertThat(delay(200, "RateLimit", "\"a\";r=0;t=3", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "9"))
			.isEqualTo(Duration.ofSeconds(9));
		assertThat(delay(200, "RateLimit", "\"a\";r=0;t=3", "X-RateLimit-Remaining", "7", "X-RateLimit-Reset", "9"))
			.isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void retryAfterWins() {
		assertThat(delay(429, "Retry-After", "4", "RateLimit", "\"a\";r=0;t=30")).isEqualTo(Duration.ofSeconds(4));
		assertThat(delay(429, "Retry-After", "nonsense", "RateLimit", "\"a\";r=0;t=30"))
			.isEqualTo(Duration.ofSeconds(30));
		assertThat(delay(200, "Retry-After", "4", "RateLimit", "\"a\";r=0;t=30")).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void answersFromACacheSayNothingOfQuotas() {
		assertThat(delay(429, "Retry-After", "4", "RateLimit", "\"a\";r=0;t=30", "Age", "1"))
			.isEqualTo(Duration.ofSeconds(4));
		assertThat(delay(429, "RateLimit", "\"a\";r=0;t=30", "Age", "1")).isZero();
		assertThat(delay(200, "RateLimit", "\"a\";r=0;t=30", "Age", "1")).isZero();
		for (String age : new String[] { "0", "-1", "x", "" }) {
			assertThat(delay(200, "RateLimit", "\"a\";r=0;t=30", "Age", age)).isEqualTo(Duration.ofSeconds(30));
		}
	}

	@Test
	void namesOfTheServersOwn() {
		DelayHeaders names = new DelayHeaders("X-Wait", "X-Left", "X-Until");
		assertThat(delay(names, 429, "X-Wait", "12")).isEqualTo(Duration.ofSeconds(12));
		assertThat(delay(names, 429, "X-Wait", "12", "Retry-After", "3")).isEqualTo(Duration.ofSeconds(12));
		assertThat(delay(names, 200, "X-Left", "0", "X-Until", "" + (EPOCH + 8))).isEqualTo(Duration.ofSeconds(8));
		assertThat(delay(names, 200, "RateLimit", "\"a\";r=0;t=30")).isEqualTo(Duration.ofSeconds(30));
		assertThat(delay(200, "X-Left", "0", "X-Until", "30")).isZero();
	}

	@Test
	void datesAreReadAsTheyAreWritten() {
		String date = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.GERMANY)
			.format(NOW.plusSeconds(5).atOffset(ZoneOffset.UTC));
		assertThat(delay(503, "Retry-After", date)).isEqualTo(Duration.ofSeconds(5));
	}

	/**
	 * What is not linear takes seconds for some of these, and not 64 KB but minutes. The
	 * quickest of several times is that in which nothing else was done.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "9", ",", "a", "\"", "\\\"", ";", ";a", ";a=1", "\"a\";r=0;t=1,", " ", "\t", "=", "a=1,",
			"(", ":", "-", "1.", "\"a\\\\" })
	void parsesLongInputInLinearTime(String part) {
		String text = part.repeat(64 * 1024 / part.length());
		String[] headers = { "RateLimit", text, "RateLimit-Policy", text, "X-RateLimit-Remaining", text,
				"X-RateLimit-Reset", text, "Retry-After", text, "Age", text };
		long quickest = Long.MAX_VALUE;
		for (int i = 0; i < 11; i++) {
			long start = System.nanoTime();
			delay(429, headers);
			quickest = Math.min(quickest, System.nanoTime() - start);
		}
		assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(200));
	}

	@Test
	void readsALongListToItsEnd() {
		assertThat(delay(200, "RateLimit", "\"a\";r=5;t=1,".repeat(5000) + "\"b\";r=0;t=77"))
			.isEqualTo(Duration.ofSeconds(77));
	}

	private static Duration delay(int status, String... headers) {
		return delay(DelayHeaders.STANDARD, status, headers);
	}

	private static Duration delay(DelayHeaders names, int status, String... headers) {
		HttpHeaders all = new HttpHeaders();
		for (int i = 0; i < headers.length; i += 2) {
			all.add(headers[i], headers[i + 1]);
		}
		return ServerDelay.of(status, all, names, NOW);
	}

}
