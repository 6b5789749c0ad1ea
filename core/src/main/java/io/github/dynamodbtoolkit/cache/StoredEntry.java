package io.github.dynamodbtoolkit.cache;

import java.time.Instant;
import java.util.Map;

import io.github.dynamodbtoolkit.value.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * A live entry of a cache, as those see it who operate the application.
 *
 * @param expiresAt when it expires, null for never
 * @param refreshAt when it should be loaded anew before that, null for never
 * @param tags its tags, each with the version under which it was stored
 * @param value how its value is stored
 * @param json its value as JSON, null unless asked for
 */
public record StoredEntry(@Nullable Instant expiresAt, @Nullable Instant refreshAt, Map<String, Long> tags,
		StoredValue value, @Nullable String json) {

	public StoredEntry {
		tags = Map.copyOf(tags);
	}

	/** Without the value, which may be anybody's data. */
	@Override
	public String toString() {
		return "StoredEntry[" + this.expiresAt + ", " + this.tags.keySet() + ", " + this.value + "]";
	}

}
