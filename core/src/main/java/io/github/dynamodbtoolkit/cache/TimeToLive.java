package io.github.dynamodbtoolkit.cache;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * How long an entry lives, decided when it is stored.
 */
@FunctionalInterface
public interface TimeToLive {

	/**
	 * The longest time to live.
	 */
	Duration MAX = Duration.ofDays(3650);

	/**
	 * Decides for one entry.
	 * @param cache the cache's name
	 * @param key the entry's key
	 * @param value the value about to be stored, null if the cached value is null
	 * @return the time to live, of which what exceeds {@link #MAX} is cut off; zero or
	 * negative to store nothing; null for an entry that does not expire
	 */
	@Nullable Duration of(String cache, Object key, @Nullable Object value);

	/**
	 * Tells those who operate the application what it decides.
	 * @return for the functions made here the duration, or {@code unlimited}
	 */
	default String describe() {
		return "decided for each entry";
	}

	/**
	 * The same for every entry.
	 * @param duration positive, at most {@link #MAX}
	 * @return a function that answers it
	 * @throws IllegalArgumentException if the duration is out of range
	 */
	static TimeToLive of(Duration duration) {
		requireInRange("time-to-live", duration);
		return new FixedTimeToLive(duration);
	}

	/**
	 * For entries that do not expire.
	 * @return a function that answers null
	 */
	static TimeToLive unlimited() {
		return new FixedTimeToLive(null);
	}

	/**
	 * Checks a configured time to live.
	 * @param name what the user calls it; begins the message
	 * @param duration the time to live
	 * @return the time to live
	 * @throws IllegalArgumentException if it is not positive or exceeds {@link #MAX}
	 */
	static Duration requireInRange(String name, Duration duration) {
		if (duration.isZero()) {
			throw new IllegalArgumentException(name + " is 0. Use a positive duration, or leave it out for no expiry.");
		}
		if (duration.isNegative()) {
			throw new IllegalArgumentException(name + " must be positive, got " + DurationText.of(duration) + ".");
		}
		if (duration.compareTo(MAX) > 0) {
			throw new IllegalArgumentException(name + " is " + duration.toDays() / 365 + " years; the maximum is "
					+ MAX.toDays() + "d. Leave it out for no expiry.");
		}
		return duration;
	}

}
