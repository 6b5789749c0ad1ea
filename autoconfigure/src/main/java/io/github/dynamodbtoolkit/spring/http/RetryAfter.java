package io.github.dynamodbtoolkit.spring.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One line of {@code Retry-After}: seconds, or a date in one of the three forms that HTTP
 * has had; some servers send a list of seconds.
 */
final class RetryAfter {

	private static final List<DateTimeFormatter> DATES = List.of(DateTimeFormatter.RFC_1123_DATE_TIME,
			new DateTimeFormatterBuilder().appendPattern("EEEE, dd-MMM-")
				.appendValueReduced(ChronoField.YEAR, 2, 2, 1980)
				.appendPattern(" HH:mm:ss 'GMT'")
				.toFormatter(Locale.US)
				.withZone(ZoneOffset.UTC),
			DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC));

	private static final int LONGEST_DATE = 64;

	private RetryAfter() {
	}

	/**
	 * Reads a line.
	 * @return how long to wait, zero for a date that is past; null if it says neither
	 */
	static @Nullable Duration parse(String line, Instant now) {
		Duration date = line.length() <= LONGEST_DATE ? untilDate(line.trim(), now) : null;
		return date != null ? date : longestOf(line);
	}

	private static @Nullable Duration untilDate(String text, Instant now) {
		for (DateTimeFormatter format : DATES) {
			try {
				Duration left = Duration.between(now, format.parse(text, Instant::from));
				return left.isNegative() ? Duration.ZERO : left;
			}
			catch (DateTimeException ex) {
				// perhaps it is of the next form
			}
		}
		return null;
	}

	private static @Nullable Duration longestOf(String list) {
		return Arrays.stream(list.split(","))
			.map(Numbers::natural)
			.filter(Objects::nonNull)
			.max(Long::compare)
			.map(Duration::ofSeconds)
			.orElse(null);
	}

}
