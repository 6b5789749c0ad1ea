package io.github.dynamodbtoolkit.cache;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.dynamodbtoolkit.table.ItemKey;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a cache's entries in memory. A copy is used for the time permitted, counted
 * from before it was read, and never beyond the entry's own expiry; its versions are
 * compared on each use, so that tags and {@code clear} reach it like any other entry. A
 * copy is the value itself, shared by all who read it.
 */
final class NearCache {

	private static final int STRIPES = 256;

	private final @Nullable Cache<String, Copy> copies;

	private final long ttl;

	/**
	 * Counts removals, of many keys together, so that a read that began before a removal
	 * does not put back what was removed.
	 */
	private final AtomicIntegerArray removals = new AtomicIntegerArray(STRIPES);

	NearCache(@Nullable NearSettings settings) {
		this.copies = settings != null
				? Caffeine.newBuilder().maximumSize(settings.maxSize()).executor(Runnable::run).build() : null;
		this.ttl = settings != null ? settings.ttl().toNanos() : 0;
	}

	/**
	 * Finds a copy that may still be used as far as time goes.
	 * @return the copy, or null
	 */
	@Nullable Copy find(String key, @Nullable Type type, long nowMillis, long nowNanos) {
		Copy copy = this.copies != null ? this.copies.getIfPresent(key) : null;
		boolean usable = copy != null && nowNanos - copy.asOf() < this.ttl && copy.isLive(nowMillis)
				&& Objects.equals(copy.type(), type);
		return usable ? copy : null;
	}

	/** To be taken before a read whose result may be kept. */
	int stamp(String key) {
		return this.removals.get(stripe(key));
	}

	private static int stripe(String key) {
		return key.hashCode() & (STRIPES - 1);
	}

	/** Keeps a copy, unless the key was removed since the stamp was taken. */
	void keep(String key, Copy copy, int stamp) {
		if (this.copies != null && stamp(key) == stamp) {
			this.copies.put(key, copy);
			if (stamp(key) != stamp) {
				this.copies.invalidate(key);
			}
		}
	}

	void remove(String key) {
		if (this.copies != null) {
			this.removals.incrementAndGet(stripe(key));
			this.copies.invalidate(key);
		}
	}

	/**
	 * A copy.
	 *
	 * @param value the value
	 * @param type the declared type as which it was read
	 * @param rev the entry's write token
	 * @param versions the versions under which the entry was stored
	 * @param expiresAt epoch milliseconds, 0 for never
	 * @param refreshAt epoch milliseconds, 0 for never
	 * @param asOf monotonic time from before it was read
	 */
	record Copy(@Nullable Object value, @Nullable Type type, String rev, Map<ItemKey, Long> versions, long expiresAt,
			long refreshAt, long asOf) {

		private boolean isLive(long nowMillis) {
			return this.expiresAt == 0 || nowMillis < this.expiresAt;
		}

	}

}
