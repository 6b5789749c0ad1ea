package io.github.dynamodbtoolkit.table;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Durations in messages, as they are written in a configuration, so that what a message
 * shows can be put there: {@code 90s}, not {@code PT1M30S}.
 */
public final class DurationText {

	private DurationText() {
	}

	/**
	 * Writes a duration as a whole number of the largest unit that permits it.
	 * @param duration any duration
	 * @return a number and {@code d}, {@code h}, {@code m}, {@code s}, {@code ms},
	 * {@code us} or {@code ns}
	 */
	public static String of(Duration duration) {
		if (duration.isZero()) {
			return "0s";
		}
		BigInteger nanos = BigInteger.valueOf(duration.getSeconds())
			.multiply(Unit.S.nanos)
			.add(BigInteger.valueOf(duration.getNano()));
		Unit unit = Stream.of(Unit.values())
			.filter((candidate) -> nanos.mod(candidate.nanos).signum() == 0)
			.findFirst()
			.orElse(Unit.NS);
		return nanos.divide(unit.nanos) + unit.name().toLowerCase(Locale.ROOT);
	}

	private enum Unit {

		D(Duration.ofDays(1)), H(Duration.ofHours(1)), M(Duration.ofMinutes(1)), S(Duration.ofSeconds(1)),
		MS(Duration.ofMillis(1)), US(Duration.ofNanos(1_000)), NS(Duration.ofNanos(1));

		private final BigInteger nanos;

		Unit(Duration duration) {
			this.nanos = BigInteger.valueOf(duration.toNanos());
		}

	}

}
