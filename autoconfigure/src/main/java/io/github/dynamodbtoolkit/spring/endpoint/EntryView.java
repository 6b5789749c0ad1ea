package io.github.dynamodbtoolkit.spring.endpoint;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.github.dynamodbtoolkit.cache.StoredEntry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * An entry of a cache.
 *
 * @param expiresAt when it expires, absent for never
 * @param refreshAt when it is loaded anew before that
 * @param tags its tags, and the versions under which it was stored
 * @param type the name of the type as which its value was written
 * @param encoding how its value is encoded
 * @param bytes its value's size, as it is stored
 * @param chunks how many items hold it beside its own
 * @param value its value as JSON, cut after 64 KB; only where values are shown
 */
record EntryView(@Nullable Instant expiresAt, @Nullable Instant refreshAt, Map<String, Long> tags, String type,
		String encoding, long bytes, int chunks, @Nullable String value) implements OperationResponseBody {

	private static final int LONGEST_VALUE = 64 * 1024;

	static EntryView of(StoredEntry entry) {
		String json = entry.json();
		return new EntryView(entry.expiresAt(), entry.refreshAt(), new TreeMap<>(entry.tags()), entry.value().type(),
				entry.value().encoding(), entry.value().bytes(), entry.value().chunks(),
				json != null && json.length() > LONGEST_VALUE ? json.substring(0, LONGEST_VALUE) : json);
	}

}
