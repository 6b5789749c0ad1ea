package io.github.dynamodbtoolkit.cache;

import java.util.HashMap;
import java.util.Map;

import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.Keys;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a cache entry's item, beside what {@code ValueItems} puts into it:
 * {@code key} (S, the full key), {@code rev} (S, new on every write), {@code expiresAt}
 * (N, epoch milliseconds, 0 for never), {@code ttl} (N, epoch seconds, absent for never:
 * when DynamoDB may delete it, which is not before it expires, and not before the loads
 * are over that began before it was written), {@code cacheVersion} (N) and {@code tags}
 * (M, tag to version): the versions under which it was stored, and {@code refreshAt} (N,
 * epoch milliseconds), where it should be loaded anew before it expires. An evicted entry
 * has {@code evicted} (BOOL), {@code rev}, {@code expiresAt} and {@code ttl} alone.
 * <p>
 * An item is an entry only if all of that is there and fits together. Whatever else is
 * found under an entry's key is taken for absent.
 *
 * @param item the item, for reading its value
 * @param rev its write token
 * @param expiresAt epoch milliseconds, 0 for never
 * @param versions the versions under which it was stored, by key of tag and cache
 */
record Entry(Item item, String rev, long expiresAt, Map<ItemKey, Long> versions) {

	static final String KEY = "key";

	static final String CACHE_VERSION = "cacheVersion";

	static final String TAGS = "tags";

	static final String REFRESH_AT = "refreshAt";

	static final String EVICTED = "evicted";

	/** With a day for clocks that differ. */
	private static final long LATEST_EXPIRY_MILLIS = TimeToLive.MAX.plusDays(1).toMillis();

	/** How much longer than it lives an entry stands in the table, at most. */
	private static final long LONGEST_KEPT_SECONDS = CacheSettings.LONGEST_LOAD_TIME.toSeconds();

	/**
	 * Reads an item as the live entry of a key.
	 * @return the entry, or null if it is none: expired, evicted, another key's,
	 * unreadable
	 */
	static @Nullable Entry read(Item item, String key, ItemKey cacheVersionKey, Keys keys, long nowMillis) {
		String rev = item.string(Item.REV);
		Long expiresAt = item.number(Item.EXPIRES_AT);
		Long cacheVersion = item.number(CACHE_VERSION);
		Map<String, Long> tags = item.numbers(TAGS);
		if (rev == null || expiresAt == null || cacheVersion == null || tags == null
				|| tags.size() > EntryOptions.MAX_TAGS) {
			return null;
		}
		if (!key.equals(item.string(KEY)) || !isLive(item, expiresAt, nowMillis)) {
			return null;
		}
		return new Entry(item, rev, expiresAt, versions(cacheVersionKey, cacheVersion, tags, keys));
	}

	private static Map<ItemKey, Long> versions(ItemKey cacheVersionKey, Long cacheVersion, Map<String, Long> tags,
			Keys keys) {
		if (tags.isEmpty()) {
			return Map.of(cacheVersionKey, cacheVersion);
		}
		Map<ItemKey, Long> versions = new HashMap<>();
		versions.put(cacheVersionKey, cacheVersion);
		tags.forEach((tag, version) -> versions.put(keys.tag(tag), version));
		return versions;
	}

	/**
	 * Expiry is checked here, to the millisecond: DynamoDB deletes up to two days late.
	 */
	private static boolean isLive(Item item, long expiresAt, long nowMillis) {
		if (item.has(EVICTED)) {
			return false;
		}
		if (expiresAt == 0) {
			return !item.has(Item.TTL);
		}
		Long ttl = item.number(Item.TTL);
		boolean consistent = ttl != null && ttl >= ttl(expiresAt) && ttl - ttl(expiresAt) <= LONGEST_KEPT_SECONDS;
		return consistent && expiresAt > nowMillis && expiresAt - nowMillis <= LATEST_EXPIRY_MILLIS;
	}

	/** Epoch milliseconds from which it should be loaded anew, 0 for never. */
	long refreshAt() {
		Long refreshAt = this.item.number(REFRESH_AT);
		return refreshAt != null ? refreshAt : 0;
	}

	/** Tells an item of ours that is merely over from one that cannot be read. */
	static boolean isOver(Item item, long nowMillis) {
		Long expiresAt = item.number(Item.EXPIRES_AT);
		return item.has(EVICTED) || (expiresAt != null && expiresAt > 0 && expiresAt <= nowMillis);
	}

	/** Never before the entry itself expires. */
	static long ttl(long expiresAtMillis) {
		return Math.floorDiv(expiresAtMillis + 999, 1000L);
	}

}
