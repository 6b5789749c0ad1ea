package io.github.dynamodbtoolkit.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.dynamodbtoolkit.table.Keys;
import org.jspecify.annotations.Nullable;

/**
 * Gives each cache key a text that is the same in every JVM, and that no other key has:
 * {@code 1L} and {@code "1"}, or {@code List.of("a", "b")} and {@code List.of("a, b")},
 * never meet. Knows strings, numbers, booleans, characters, enums, UUID, URI, Locale, the
 * values of {@code java.time}, Optional, records, and lists, sets and maps of these.
 * Texts are compared as they are: there is no normalisation of Unicode, and decimals of
 * different scale are different keys. Immutable.
 */
public final class CacheKeys {

	/**
	 * The longest text of a key, in bytes of UTF-8.
	 */
	public static final int MAX_BYTES = 128 * 1024;

	private static final int MAX_BYTES_PER_CHAR = 3;

	private static final CacheKeys STANDARD = new CacheKeys(List.of());

	private final List<CacheKeyEncoder> encoders;

	private final RecordParts records = new RecordParts();

	private CacheKeys(List<CacheKeyEncoder> encoders) {
		this.encoders = encoders;
	}

	/**
	 * Knows no type of an application.
	 * @return the standard key texts
	 */
	public static CacheKeys standard() {
		return STANDARD;
	}

	/**
	 * These key texts, and those of an application's own types.
	 * @param encoders asked in this order, before anything that is known here except
	 * strings
	 * @return the extended key texts
	 */
	public CacheKeys with(List<CacheKeyEncoder> encoders) {
		return new CacheKeys(List.copyOf(encoders));
	}

	/**
	 * The text of a key.
	 * @param cache the cache's name, for messages
	 * @param key the key; null is refused
	 * @return its text: a tag of its type, a colon and its value; at most
	 * {@link #MAX_BYTES} bytes of UTF-8
	 * @throws IllegalArgumentException if the key is null, has no stable form, is not
	 * valid Unicode or is too large, saying what to do
	 */
	public String encode(String cache, @Nullable Object key) {
		if (key == null) {
			throw new IllegalArgumentException(
					what(cache) + " is null. Give the method an argument or set @Cacheable(key = …).");
		}
		String text = (key instanceof String string) ? KeyText.STRING + requireUnicode(cache, string)
				: new KeyText(cache, this.encoders, this.records).of(key);
		if (text.length() > MAX_BYTES / MAX_BYTES_PER_CHAR) {
			requireSize(cache, text);
		}
		return text;
	}

	/** One scan of nearly all keys there are. */
	static String requireUnicode(String cache, String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return Keys.requireUnicode(what(cache), text);
			}
		}
		return text;
	}

	private static void requireSize(String cache, String text) {
		int bytes = text.getBytes(StandardCharsets.UTF_8).length;
		if (bytes > MAX_BYTES) {
			throw tooLarge(cache, bytes + " bytes in UTF-8");
		}
	}

	static IllegalArgumentException tooLarge(String cache, String size) {
		return new IllegalArgumentException(
				what(cache) + " is " + size + ", the limit is " + MAX_BYTES + ". Shorten it or hash it yourself.");
	}

	static String what(String cache) {
		return "Cache '" + cache + "': the key";
	}

}
