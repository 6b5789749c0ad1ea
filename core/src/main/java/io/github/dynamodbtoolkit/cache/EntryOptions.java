package io.github.dynamodbtoolkit.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.dynamodbtoolkit.table.Keys;
import org.jspecify.annotations.Nullable;

/**
 * What else there is to say about an entry.
 *
 * @param type the value's declared type, with its type arguments; null if unknown, in
 * which case the value's class must be on the codec's allow-list
 * @param tags names under which the entry can be invalidated; at most 20
 * @param timeToLive overrides the cache's own; null to leave it
 */
public record EntryOptions(@Nullable Type type, Collection<String> tags, @Nullable Duration timeToLive) {

	/**
	 * The most tags that an entry may carry.
	 */
	public static final int MAX_TAGS = 20;

	/**
	 * Nothing known, no tags, the cache's time to live.
	 */
	public static final EntryOptions NONE = new EntryOptions(null, Set.of(), null);

	public EntryOptions {
		tags = distinct(tags);
		if (tags.size() > MAX_TAGS) {
			throw new IllegalArgumentException(
					"An entry may carry at most " + MAX_TAGS + " tags, got " + tags.size() + ".");
		}
		if (timeToLive != null) {
			TimeToLive.requireInRange("The time to live of an entry", timeToLive);
		}
	}

	private static Set<String> distinct(Collection<String> tags) {
		Set<String> distinct = new LinkedHashSet<>();
		for (@Nullable
		String tag : tags) {
			distinct.add(requireTag(tag));
		}
		return distinct;
	}

	/**
	 * Checks a tag.
	 * @param tag the tag
	 * @return the tag
	 * @throws IllegalArgumentException if it is null, empty, too long, or not plain
	 * Unicode text
	 */
	static String requireTag(@Nullable String tag) {
		if (tag == null) {
			throw new IllegalArgumentException("Tag must not be null.");
		}
		return Keys.requireName("Tag", tag, Keys.MAX_NAME_BYTES);
	}

	/**
	 * Options with a type alone.
	 * @param type the value's declared type, null if unknown
	 * @return the options
	 */
	public static EntryOptions ofType(@Nullable Type type) {
		return type != null ? new EntryOptions(type, Set.of(), null) : NONE;
	}

}
