package io.github.dynamodbtoolkit.table;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The key layout of the toolkit's tables, all of it.
 *
 * <table>
 * <caption>Partition keys; the sort key repeats them where nothing else is said</caption>
 * <tr>
 * <th>item</th>
 * <th>partition key</th>
 * </tr>
 * <tr>
 * <td>cache entry</td>
 * <td>{@code C#<cache>#<key>}</td>
 * </tr>
 * <tr>
 * <td>chunk of a large value</td>
 * <td>{@code CH#<write id>#<n>}</td>
 * </tr>
 * <tr>
 * <td>tag</td>
 * <td>{@code T#<tag>}</td>
 * </tr>
 * <tr>
 * <td>version of a whole cache</td>
 * <td>{@code V#<cache>}</td>
 * </tr>
 * <tr>
 * <td>dedupe job</td>
 * <td>{@code J#<key>}, or {@code J#<scope>#<key>}</td>
 * </tr>
 * <tr>
 * <td>limits of a resource</td>
 * <td>{@code L#<resource>}, or {@code L#<resource>#<key>}</td>
 * </tr>
 * <tr>
 * <td>cooldown, http-client-toolkit's</td>
 * <td>{@code COOLDOWN#<origin>}, without a prefix and as it is</td>
 * </tr>
 * <tr>
 * <td>directory</td>
 * <td>{@code DIR#<kind>}, sort key: the name as it is</td>
 * </tr>
 * <tr>
 * <td>warm-up</td>
 * <td>{@code W#<store>}</td>
 * </tr>
 * </table>
 *
 * With a key prefix, {@code <prefix>:} comes first. In every part {@code #}, {@code %}
 * and control characters are percent-encoded, so that different parts never give the same
 * key. A last part that would make the key longer than DynamoDB's limit for sort keys is
 * replaced by {@code h:} and the SHA-256 of its UTF-8 form; a part that itself begins
 * with {@code h:} is written {@code h%3A}, so that it cannot be taken for a hash.
 * <p>
 * The tables of flags, of apps and of Next.js have keys of their own, which LaunchDarkly,
 * soketi and {@code nextjs-dynamodb-cache} give: {@link #flagNamespace}, {@link #app},
 * {@link #nextJs}.
 */
public final class Keys {

	/**
	 * The longest name of a tag and the like, in bytes of UTF-8.
	 */
	public static final int MAX_NAME_BYTES = 1024;

	/**
	 * The longest name of a cache, in bytes of UTF-8: it shares a key with the cache's
	 * own keys.
	 */
	public static final int MAX_CACHE_NAME_BYTES = 255;

	/** DynamoDB's limit for a sort key. */
	private static final int MAX_KEY_BYTES = 1024;

	private static final int MAX_BYTES_PER_CHAR = 3;

	private static final String HASH_MARKER = "h:";

	private static final String APP_KEY_GUARD = "key#";

	private final String prefix;

	Keys(String prefix) {
		this.prefix = prefix.isEmpty() ? "" : prefix + ":";
	}

	/**
	 * The key of a cache entry.
	 * @param cache the cache's name
	 * @param key the entry's key in its canonical form; any valid Unicode
	 * @return the item's key
	 */
	public ItemKey cacheEntry(String cache, String key) {
		return key("C#" + escape(cache) + "#", key);
	}

	/**
	 * The key of one part of a value that is too large for one item.
	 * @param writeId identifies the write that made the chunk
	 * @param index the chunk's number, from 0
	 * @return the item's key
	 */
	public ItemKey chunk(String writeId, int index) {
		return key("CH#" + escape(writeId) + "#", Integer.toString(index));
	}

	/**
	 * The key of a tag's version.
	 * @param tag the tag
	 * @return the item's key
	 */
	public ItemKey tag(String tag) {
		return key("T#", tag);
	}

	/**
	 * The key of a whole cache's version.
	 * @param cache the cache's name
	 * @return the item's key
	 */
	public ItemKey cacheVersion(String cache) {
		return key("V#", cache);
	}

	/**
	 * The key of a dedupe job outside any scope.
	 * @param key the job's key
	 * @return the item's key
	 */
	public ItemKey dedupeJob(String key) {
		return key("J#", key);
	}

	/**
	 * The key of a dedupe job of a scope.
	 * @param scope the scope, at most {@link #MAX_CACHE_NAME_BYTES}
	 * @param key the job's key
	 * @return the item's key
	 */
	public ItemKey dedupeJob(String scope, String key) {
		return key("J#" + escape(scope) + "#", key);
	}

	/**
	 * A namespace of the {@linkplain TableSchema#FLAGS table of flags}, as LaunchDarkly
	 * writes it: nothing is escaped, and the key prefix given here is not used.
	 * @param environment LaunchDarkly's prefix, which comes first, followed by a colon;
	 * empty for none
	 * @param name the namespace without the prefix
	 * @return the partition
	 */
	public Partition flagNamespace(String environment, String name) {
		return new Partition(TableSchema.FLAGS, environment.isEmpty() ? name : environment + ":" + name);
	}

	/**
	 * The key of an app in the {@linkplain TableSchema#APPS table of apps}, as soketi
	 * writes it: nothing is escaped, and the key prefix given here is not used.
	 * @param id the app's id
	 * @return the item's key
	 */
	public ItemKey app(String id) {
		return new ItemKey(TableSchema.APPS.partitionKey(), id);
	}

	/**
	 * The key of the item that keeps two apps from having one key.
	 * @param appKey the app's key, which clients name it by
	 * @return the item's key, which no app may have as its id
	 */
	public ItemKey appKeyGuard(String appKey) {
		return app(APP_KEY_GUARD + appKey);
	}

	/**
	 * Tells whether an id is that of a guard of app keys.
	 * @param id the id
	 * @return whether no app may have it
	 */
	public static boolean isAppKeyGuard(String id) {
		return id.startsWith(APP_KEY_GUARD);
	}

	/**
	 * A key of the {@linkplain TableSchema#NEXTJS table of Next.js}, as it stands there.
	 * @param key the key
	 * @return the item's key
	 */
	public ItemKey nextJs(String key) {
		return new ItemKey(TableSchema.NEXTJS.partitionKey(), key);
	}

	/**
	 * The key of a resource's limits.
	 * @param resource the resource, at most {@link #MAX_CACHE_NAME_BYTES}
	 * @param key whose limits, null if all share them
	 * @return the item's key
	 */
	public ItemKey rateLimit(String resource, @Nullable String key) {
		return key != null ? key("L#" + escape(resource) + "#", key) : key("L#", resource);
	}

	/**
	 * The key of a cooldown. It is http-client-toolkit's, so that both obey each other:
	 * no prefix, nothing escaped.
	 * @param origin such as {@code https://api.example.com}, at most 1,000 bytes
	 * @return the item's key
	 */
	public ItemKey cooldown(String origin) {
		return ItemKey.ofToolkitTable("COOLDOWN#" + requireName("Origin", origin, 1000));
	}

	/**
	 * The names of one kind that are in use; the sort key is the name.
	 * @param kind what they are names of
	 * @return the partition
	 */
	public Partition directory(String kind) {
		return new Partition(TableSchema.TOOLKIT, this.prefix + "DIR#" + escape(kind));
	}

	ItemKey warmUp(String store) {
		return key("W#", store);
	}

	private ItemKey key(String start, String lastPart) {
		String beginning = this.prefix + start;
		String plain = beginning + escapeHashMarker(escape(lastPart));
		boolean fits = plain.length() <= MAX_KEY_BYTES / MAX_BYTES_PER_CHAR
				|| plain.length() <= MAX_KEY_BYTES && utf8(plain).length <= MAX_KEY_BYTES;
		return ItemKey.ofToolkitTable(fits ? plain : beginning + HASH_MARKER + sha256(utf8(lastPart)));
	}

	private static String escapeHashMarker(String part) {
		return part.startsWith(HASH_MARKER) ? "h%3A" + part.substring(HASH_MARKER.length()) : part;
	}

	private static String escape(String part) {
		requireUnicode("The key", part);
		int first = 0;
		while (first < part.length() && !isEscaped(part.charAt(first))) {
			first++;
		}
		return first < part.length() ? escapeFrom(first, part) : part;
	}

	private static String escapeFrom(int first, String part) {
		StringBuilder escaped = new StringBuilder(part.length() + 16).append(part, 0, first);
		for (int i = first; i < part.length(); i++) {
			char c = part.charAt(i);
			if (isEscaped(c)) {
				escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
			}
			else {
				escaped.append(c);
			}
		}
		return escaped.toString();
	}

	/** All of them are below 256, so two hexadecimal digits say which. */
	private static boolean isEscaped(int c) {
		return c == '#' || c == '%' || Character.isISOControl(c);
	}

	/**
	 * Stands for several texts together.
	 * @param parts the texts
	 * @return 64 hexadecimal digits that no other texts, and not the same in other parts,
	 * have
	 */
	public static String fingerprint(String... parts) {
		StringBuilder text = new StringBuilder();
		for (String part : parts) {
			text.append(part.length()).append(':').append(part);
		}
		return sha256(utf16(text));
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/** Loses nothing, not even half of a surrogate pair. */
	private static byte[] utf16(CharSequence text) {
		ByteBuffer bytes = ByteBuffer.allocate(2 * text.length());
		bytes.asCharBuffer().append(text);
		return bytes.array();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Checks a name that a user gave: not empty, valid Unicode without control
	 * characters, not too long.
	 * @param what what the name is for, such as {@code Tag}; begins the message
	 * @param name the name
	 * @param maxBytes the longest permitted, in bytes of UTF-8
	 * @return the name
	 * @throws IllegalArgumentException saying what is wrong and what to do
	 */
	public static String requireName(String what, String name, int maxBytes) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException(what + " must not be empty.");
		}
		requireUnicode(what, name);
		for (int i = 0; i < name.length(); i++) {
			if (Character.isISOControl(name.charAt(i))) {
				throw new IllegalArgumentException("%s contains the control character U+%04X at position %d. Remove it."
					.formatted(what, (int) name.charAt(i), i));
			}
		}
		int bytes = utf8(name).length;
		if (bytes > maxBytes) {
			throw new IllegalArgumentException(
					"%s is %d bytes in UTF-8, the limit is %d. Shorten it or hash it yourself.".formatted(what, bytes,
							maxBytes));
		}
		return name;
	}

	/**
	 * Checks that a text can be written as UTF-8 without loss.
	 * @param what what the text is, such as {@code Cache 'x': the key}; begins the
	 * message
	 * @param text the text
	 * @return the text
	 * @throws IllegalArgumentException if it holds half of a surrogate pair, which UTF-8
	 * encoders replace by a question mark, so that different texts would become one
	 */
	public static String requireUnicode(String what, String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (!Character.isSurrogate(c)) {
				continue;
			}
			boolean paired = Character.isHighSurrogate(c) && i + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(i + 1));
			if (!paired) {
				throw new IllegalArgumentException(
						what + " is not valid Unicode (unpaired surrogate at index " + i + ").");
			}
			i++;
		}
		return text;
	}

}
