package io.github.dynamodbtoolkit.cache;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.DurationText;
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

	@Override
	public String describe() {
		return this.duration != null ? DurationText.of(this.duration) : "unlimited";
	}

}
