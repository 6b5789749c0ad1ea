package io.github.dynamodbtoolkit.spring.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * For how long a server asks not to be called. {@code Retry-After} counts on 429 and 503,
 * and then nothing else does. Otherwise the quota with the fewest calls left counts, if
 * none is left or the status is 429; not in an answer that comes from a cache, which may
 * be of any age. What cannot be read is as if it were absent.
 */
final class ServerDelay {

	private ServerDelay() {
	}

	/**
	 * Reads an answer.
	 * @param names names of the server's own
	 * @param now when it came
	 * @return how long to wait, which may be centuries; zero for not at all
	 */
	static Duration of(int status, HttpHeaders headers, DelayHeaders names, Instant now) {
		boolean tooMany = status == HttpStatus.TOO_MANY_REQUESTS.value();
		boolean refused = tooMany || status == HttpStatus.SERVICE_UNAVAILABLE.value();
		Duration retryAfter = refused ? retryAfter(headers, names, now) : null;
		if (retryAfter != null) {
			return retryAfter;
		}
		Quota strictest = isFromCache(headers) ? null : Quota.strictest(headers, names, now, refused);
		return strictest != null && (tooMany || strictest.remaining() <= 0) ? strictest.reset() : Duration.ZERO;
	}

	private static boolean isFromCache(HttpHeaders headers) {
		return headers.getOrEmpty(HttpHeaders.AGE).stream().anyMatch((age) -> {
			Long seconds = Numbers.natural(age);
			return seconds != null && seconds > 0;
		});
	}

	private static @Nullable Duration retryAfter(HttpHeaders headers, DelayHeaders names, Instant now) {
		List<String> own = names.retryAfter() != null ? headers.getOrEmpty(names.retryAfter()) : List.of();
		return Stream.concat(own.stream(), headers.getOrEmpty(HttpHeaders.RETRY_AFTER).stream())
			.map((line) -> RetryAfter.parse(line, now))
			.filter(Objects::nonNull)
			.max(Duration::compareTo)
			.orElse(null);
	}

}
