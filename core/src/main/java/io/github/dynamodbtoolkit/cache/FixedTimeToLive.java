package io.github.dynamodbtoolkit.cache;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The same time to live for every entry.
 *
 * @param duration the time to live, null without limit
 */
record FixedTimeToLive(@Nullable Duration duration) implements TimeToLive {

	@Override
	public @Nullable Duration of(String cache, Object key, @Nullable Object value) {
		return this.duration;
	}

	/** As a user writes it: 1h30m, not PT1H30M. */
	@Override
	public String describe() {
		return this.duration != null ? this.duration.toString().substring(2).toLowerCase(Locale.ROOT) : "unlimited";
	}

}
