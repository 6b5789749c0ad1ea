package io.github.dynamodbtoolkit.cache;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.Keys;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.Update;
import io.github.dynamodbtoolkit.table.WriteResult;
import io.github.dynamodbtoolkit.value.PackedValue;
import io.github.dynamodbtoolkit.value.ValueCodecException;
import io.github.dynamodbtoolkit.value.ValueUnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * One cache on DynamoDB; {@link Entry} has the layout of its items.
 * <p>
 * A load is raced by invalidations, and loses: a miss remembers the item's {@code rev}
 * (or that there was no item) and the versions of the cache and of the tags known by
 * then; the loaded value is put on the condition that the item is still the same, and
 * carries those old versions, so that an entry which was overtaken is either not written
 * or never read. That is why {@code evict} leaves an item behind: deleting it would look
 * like the absence that a load under way has seen.
 */
final class DynamoDbCacheRegion implements CacheRegion {

	/** Chunks must not be left in the table for ever, so their entry has to expire. */
	private static final Duration LONGEST_CHUNKED = Duration.ofDays(30);

	private static final int PUT_IF_ABSENT_ATTEMPTS = 3;

	private static final Expression LEAVE_TOMBSTONE = Expression
		.of("SET #evicted = :true, #rev = :rev, #expiresAt = :expiresAt, #ttl = :ttl "
				+ "REMOVE #key, #cacheVersion, #tags, #refreshAt, #value, #encoding, #type, #chunks, #chunksId, #size");

	private final String name;

	private final CacheSettings settings;

	private final DynamoDbCacheStore store;

	private final TableClient table;

	private final TagVersions tags;

	/** Of the version that {@code clear} raises. */
	private final ItemKey versionKey;

	private final NearCache near;

	private final CacheLog log;

	DynamoDbCacheRegion(String name, CacheSettings settings, DynamoDbCacheStore store) {
		this.name = name;
		this.settings = settings;
		this.store = store;
		this.table = store.table();
		this.tags = store.tags();
		this.versionKey = this.table.keys().cacheVersion(name);
		this.near = new NearCache(settings.near());
		this.log = new CacheLog(name, this.table.settings().metrics(), this.table.time());
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public CacheSettings settings() {
		return this.settings;
	}

	@Override
	public @Nullable StoredEntry inspect(Object key, boolean withValue) {
		String encoded = encode(key);
		Item item = this.table.get(itemKey(encoded), Consistency.STRONG, CallKind.LOOKUP);
		Entry entry = item != null
				? Entry.read(item, encoded, this.versionKey, this.table.keys(), this.table.time().millis()) : null;
		if (entry == null || isOutdated(entry)) {
			return null;
		}
		try {
			return stored(entry, withValue);
		}
		catch (ValueUnreadableException ex) {
			return null;
		}
	}

	private boolean isOutdated(Entry entry) {
		Map<ItemKey, Long> versions = entry.versions();
		return this.tags.isOutdated(versions, this.tags.current(versions.keySet(), this.table.time().nanoTime()));
	}

	private StoredEntry stored(Entry entry, boolean withValue) {
		Item item = entry.item();
		String json = withValue
				? new String(this.store.values().read(item, this.settings.limits()).bytes(), StandardCharsets.UTF_8)
				: null;
		return new StoredEntry(instant(entry.expiresAt()), instant(entry.refreshAt()),
				Objects.requireNonNull(item.numbers(Entry.TAGS)), this.store.values().describe(item), json);
	}

	private static @Nullable Instant instant(long epochMillis) {
		return epochMillis > 0 ? Instant.ofEpochMilli(epochMillis) : null;
	}

	@Override
	public CacheStatistics statistics() {
		return this.log.statistics();
	}

	@Override
	public Lookup get(Object key, @Nullable Type type, Collection<String> tags) {
		String encoded = encode(key);
		Reading reading = reading(type, tags, this.settings.consistency());
		try {
			Lookup near = readNear(encoded, reading);
			return near != null ? near : read(encoded, reading);
		}
		catch (TableException ex) {
			return failed(ex);
		}
	}

	@Override
	public Lookup getConsistently(Object key, @Nullable Type type, Collection<String> tags) {
		String encoded = encode(key);
		try {
			return read(encoded, reading(type, tags, Consistency.STRONG));
		}
		catch (TableException ex) {
			return failed(ex);
		}
	}

	@Override
	public <K> Map<K, Lookup> getAll(Collection<K> keys, @Nullable Type type) {
		Map<K, String> encoded = new LinkedHashMap<>();
		keys.forEach((key) -> encoded.put(key, encode(key)));
		Reading reading = reading(type, Set.of(), this.settings.consistency());
		Map<K, Lookup> lookups = new LinkedHashMap<>();
		try {
			encoded.forEach((key, text) -> putIfFound(lookups, key, readNear(text, reading)));
			encoded.keySet().removeAll(lookups.keySet());
			Map<String, Lookup> read = read(encoded.values(), reading);
			encoded.forEach((key, text) -> lookups.put(key, read.get(text)));
		}
		catch (TableException ex) {
			keys.forEach((key) -> lookups.computeIfAbsent(key, (missing) -> failed(ex)));
		}
		return lookups;
	}

	private static <K> void putIfFound(Map<K, Lookup> lookups, K key, @Nullable Lookup lookup) {
		if (lookup != null) {
			lookups.put(key, lookup);
		}
	}

	private Lookup failed(TableException ex) {
		this.log.warn(CacheEvent.READ_FAILED, "a read failed and counts as a miss. " + ex.getMessage());
		this.log.record(CacheEvent.MISS);
		return new Lookup.Miss(LoadTicket.OF_FAILED_READ);
	}

	private Reading reading(@Nullable Type type, Collection<String> tags, Consistency consistency) {
		this.store.directory().note(DirectoryKind.CACHE, this.name);
		return new Reading(type, tags, consistency, this.table.time().millis(), this.table.time().nanoTime());
	}

	private Lookup.@Nullable Hit readNear(String key, Reading reading) {
		NearCache.Copy copy = this.near.find(key, reading.type(), reading.startMillis(), reading.startNanos());
		if (copy == null) {
			return null;
		}
		Map<ItemKey, Long> versions = this.tags.current(versionKeys(copy.versions().keySet(), reading.tags()),
				reading.startNanos());
		if (this.tags.isOutdated(copy.versions(), versions)) {
			return null;
		}
		this.log.record(CacheEvent.HIT);
		this.log.record(CacheEvent.NEAR_HIT);
		return hit(copy, versions, reading);
	}

	private Lookup read(String key, Reading reading) {
		int stamp = this.near.stamp(key);
		Item item = this.table.get(itemKey(key), reading.consistency(), CallKind.CACHE_READ, reading.startNanos());
		Entry entry = entry(key, item, reading);
		Found found = new Found(key, stamp, item, entry);
		return lookup(found, this.tags.current(versionKeys(found.carried(), reading.tags()), reading.startNanos()),
				reading);
	}

	private Map<String, Lookup> read(Collection<String> keys, Reading reading) {
		Map<String, Integer> stamps = new HashMap<>();
		keys.forEach((key) -> stamps.put(key, this.near.stamp(key)));
		Map<ItemKey, Item> items = this.table.getAll(keys.stream().map(this::itemKey).toList(), reading.consistency(),
				CallKind.CACHE_READ);
		List<Found> all = stamps.entrySet().stream().map((stamp) -> {
			Item item = items.get(itemKey(stamp.getKey()));
			return new Found(stamp.getKey(), stamp.getValue(), item, entry(stamp.getKey(), item, reading));
		}).toList();
		Set<ItemKey> needed = new HashSet<>(versionKeys(Set.of(), reading.tags()));
		all.forEach((found) -> needed.addAll(found.carried()));
		Map<ItemKey, Long> versions = this.tags.current(needed, this.table.time().nanoTime());
		Map<String, Lookup> lookups = new HashMap<>();
		all.forEach((found) -> lookups.put(found.key(), lookup(found, versions, reading)));
		return lookups;
	}

	private @Nullable Entry entry(String key, @Nullable Item item, Reading reading) {
		return item != null ? Entry.read(item, key, this.versionKey, this.table.keys(), reading.startMillis()) : null;
	}

	private Lookup lookup(Found found, Map<ItemKey, Long> versions, Reading reading) {
		Item item = found.item();
		Entry entry = found.entry();
		NearCache.Copy copy = entry != null && !this.tags.isOutdated(entry.versions(), versions)
				? decode(entry, reading) : null;
		if (copy != null) {
			this.near.keep(found.key(), copy, found.stamp());
			this.log.record(CacheEvent.HIT);
			return hit(copy, versions, reading);
		}
		if (item != null && entry == null && !Entry.isOver(item, reading.startMillis())) {
			unreadable("an item is not an entry of the key that it stands under");
		}
		this.log.record(CacheEvent.MISS);
		return new Lookup.Miss(ticket(item != null, item != null ? item.string(Item.REV) : null, versions, reading));
	}

	private Lookup.Hit hit(NearCache.Copy found, Map<ItemKey, Long> versions, Reading reading) {
		boolean due = found.refreshAt() > 0 && found.refreshAt() <= reading.startMillis();
		return new Lookup.Hit(found.value(), due ? ticket(true, found.rev(), versions, reading) : null);
	}

	private LoadTicket ticket(boolean present, @Nullable String rev, Map<ItemKey, Long> versions, Reading reading) {
		Map<ItemKey, Long> known = new HashMap<>(versions);
		known.keySet().retainAll(versionKeys(Set.of(), reading.tags()));
		return present ? LoadTicket.ofItem(rev, known, reading.startMillis(), reading.startNanos())
				: LoadTicket.ofAbsence(known, reading.startMillis(), reading.startNanos());
	}

	/**
	 * All versions that a read may need, so that one batch gets them. What an entry
	 * carries has that of the cache.
	 */
	private Set<ItemKey> versionKeys(Set<ItemKey> carried, Collection<String> tags) {
		if (tags.isEmpty()) {
			return carried.isEmpty() ? Set.of(this.versionKey) : carried;
		}
		Set<ItemKey> keys = new HashSet<>(carried);
		keys.add(this.versionKey);
		tags.forEach((tag) -> keys.add(this.table.keys().tag(EntryOptions.requireTag(tag))));
		return keys;
	}

	private NearCache.@Nullable Copy decode(Entry entry, Reading reading) {
		try {
			Object value = this.store.codec()
				.decode(this.store.values().read(entry.item(), this.settings.limits()), reading.type());
			return new NearCache.Copy(value, reading.type(), entry.rev(), entry.versions(), entry.expiresAt(),
					entry.refreshAt(), reading.startNanos());
		}
		catch (ValueUnreadableException | ValueCodecException ex) {
			unreadable(String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private void unreadable(String reason) {
		this.log.warn(CacheEvent.UNREADABLE, "an entry cannot be read and counts as a miss: " + reason);
	}

	@Override
	public void put(Object key, @Nullable Object value, EntryOptions options) {
		String encoded = encode(key);
		Draft draft = draft(key, value, options);
		if (draft == null) {
			leaveTombstone(encoded, false);
			return;
		}
		Map<ItemKey, Long> versions = this.tags.current(versionKeys(Set.of(), options.tags()),
				this.table.time().nanoTime());
		this.table.put(item(encoded, draft, options, versions), CallKind.CACHE_WRITE);
		this.near.remove(encoded);
		this.log.record(CacheEvent.PUT);
	}

	@Override
	public boolean putLoaded(Object key, @Nullable Object value, LoadTicket ticket, EntryOptions options) {
		String encoded = encode(key);
		if (ticket.condition() == null) {
			this.log.record(CacheEvent.DROPPED_STORE_FAILED);
			return false;
		}
		Draft draft = draft(key, value, options);
		if (draft == null) {
			return false;
		}
		try {
			return putLoaded(encoded, draft, ticket, options);
		}
		catch (TableException ex) {
			this.log.warn(CacheEvent.DROPPED_STORE_FAILED, "a loaded value was not stored. " + ex.getMessage());
			return false;
		}
	}

	private boolean putLoaded(String key, Draft draft, LoadTicket ticket, EntryOptions options) {
		if (!isTimely(ticket)) {
			this.log.warn(CacheEvent.DROPPED_LOAD_TOO_LONG,
					"a value was not stored because loading it took longer than max-load-time ("
							+ this.settings.maxLoadTime() + ")");
			return false;
		}
		Map<ItemKey, Long> versions = versionsAfterLoad(ticket, options);
		if (versions == null) {
			this.log.record(CacheEvent.DROPPED_TAG_CHANGED);
			return false;
		}
		WriteResult result = this.table.put(item(key, draft, options, versions), ticket.condition(),
				CallKind.CACHE_WRITE);
		this.near.remove(key);
		this.log.record(result.applied() ? CacheEvent.PUT : CacheEvent.DROPPED_ENTRY_CHANGED);
		return result.applied();
	}

	@Override
	public boolean isTimely(LoadTicket ticket) {
		return this.table.time().nanoTime() - ticket.startNanos() <= this.settings.maxLoadTime().toNanos();
	}

	/**
	 * Versions from before the load as far as the miss knew the tags; null if it is too
	 * late for one.
	 */
	private @Nullable Map<ItemKey, Long> versionsAfterLoad(LoadTicket ticket, EntryOptions options) {
		Set<ItemKey> unknown = new HashSet<>(versionKeys(Set.of(), options.tags()));
		unknown.removeAll(ticket.versions().keySet());
		Map<ItemKey, Long> since = this.tags.unchangedSince(ticket.startMillis(), ticket.startNanos(), unknown);
		if (since == null) {
			return null;
		}
		Map<ItemKey, Long> versions = new HashMap<>(ticket.versions());
		versions.putAll(since);
		return versions;
	}

	@Override
	public Lookup.@Nullable Hit putIfAbsent(Object key, @Nullable Object value, EntryOptions options) {
		String encoded = encode(key);
		for (int attempt = 0; attempt < PUT_IF_ABSENT_ATTEMPTS; attempt++) {
			Lookup lookup = read(encoded, reading(options.type(), options.tags(), Consistency.STRONG));
			if (lookup instanceof Lookup.Hit hit) {
				return hit;
			}
			Draft draft = draft(key, value, options);
			if (draft == null || putLoaded(encoded, draft, ((Lookup.Miss) lookup).ticket(), options)) {
				return null;
			}
		}
		throw new IllegalStateException("Cache '" + this.name + "': put-if-absent was overtaken by others "
				+ PUT_IF_ABSENT_ATTEMPTS + " times. Try again.");
	}

	@Override
	public void evict(Object key) {
		leaveTombstone(encode(key), false);
		this.log.record(CacheEvent.EVICT);
	}

	@Override
	public boolean evictIfPresent(Object key) {
		String encoded = encode(key);
		Item old = leaveTombstone(encoded, true);
		this.log.record(CacheEvent.EVICT);
		Entry entry = old != null
				? Entry.read(old, encoded, this.versionKey, this.table.keys(), this.table.time().millis()) : null;
		return entry != null && !this.tags.isKnownToBeOutdated(entry.versions());
	}

	private @Nullable Item leaveTombstone(String key, boolean answerOld) {
		long forgetAt = this.table.time().instant().plus(this.settings.maxLoadTime()).toEpochMilli();
		Update update = Update.of(LEAVE_TOMBSTONE.with(":true", true)
			.with(":rev", this.table.newRev())
			.with(":expiresAt", forgetAt)
			.with(":ttl", Entry.ttl(forgetAt)));
		this.near.remove(key);
		WriteResult result = this.table.update(itemKey(key), answerOld ? update.returningOld() : update,
				CallKind.CACHE_WRITE);
		this.near.remove(key);
		return result.item();
	}

	@Override
	public void clear() {
		this.tags.invalidate(this.versionKey);
		this.log.record(CacheEvent.CLEAR);
	}

	@Override
	public String fingerprint(Object key) {
		return Keys.fingerprint(this.name, encode(key));
	}

	@Override
	public void refreshFailed(Throwable failure) {
		this.log.warn(CacheEvent.REFRESH_FAILED,
				"a value could not be loaded anew, and the old one is served: " + failure);
	}

	private ItemKey itemKey(String key) {
		return this.table.keys().cacheEntry(this.name, key);
	}

	private String encode(Object key) {
		return this.store.keys().encode(this.name, key);
	}

	/**
	 * What is to be stored, or null if it cannot be, which is counted and logged here.
	 */
	private @Nullable Draft draft(Object key, @Nullable Object value, EntryOptions options) {
		Duration timeToLive = options.timeToLive() != null ? options.timeToLive()
				: atMost(this.settings.expiry().timeToLive().of(this.name, key, value));
		if (timeToLive != null && (timeToLive.isZero() || timeToLive.isNegative())) {
			this.log.record(CacheEvent.DROPPED_NO_TIME_TO_LIVE);
			return null;
		}
		try {
			PackedValue packed = this.store.values()
				.pack(this.store.codec().encode(value, options.type()), this.settings.limits());
			if (packed == null) {
				this.log.warn(CacheEvent.DROPPED_TOO_LARGE, "a value was not stored because it is larger than "
						+ "max-value-size (" + this.settings.limits().maxValueSize() + " bytes)");
				return null;
			}
			return new Draft(packed, timeToLive);
		}
		catch (ValueCodecException ex) {
			this.log.warn(CacheEvent.DROPPED_NOT_ENCODABLE, "a value was not stored: " + ex.getMessage());
			return null;
		}
	}

	/** An entry that claims to live for longer would be taken for a damaged one. */
	private @Nullable Duration atMost(@Nullable Duration timeToLive) {
		if (timeToLive == null || timeToLive.compareTo(TimeToLive.MAX) <= 0) {
			return timeToLive;
		}
		this.log.warn("the time-to-live function answered more than the maximum, " + DurationText.of(TimeToLive.MAX)
				+ ", for which the value was stored instead. Answer null for no expiry.");
		return TimeToLive.MAX;
	}

	/**
	 * Writes the chunks of a large value, and makes the item that shall point to them.
	 */
	private Item item(String key, Draft draft, EntryOptions options, Map<ItemKey, Long> versions) {
		String rev = this.table.newRev();
		Map<String, Long> tagVersions = new HashMap<>();
		for (String tag : options.tags()) {
			this.store.directory().note(DirectoryKind.TAG, tag);
			tagVersions.put(tag, version(versions, this.table.keys().tag(tag)));
		}
		Item.Builder item = Item.of(itemKey(key))
			.set(Item.REV, rev)
			.set(Entry.KEY, key)
			.set(Entry.CACHE_VERSION, version(versions, this.versionKey))
			.set(Entry.TAGS, tagVersions);
		Instant now = this.table.time().instant();
		Instant expiresAt = now.plus(shortened(draft));
		item.set(Item.EXPIRES_AT, expiresAt.toEpochMilli()).set(Item.TTL, Entry.ttl(deletableAt(now, expiresAt)));
		if (draft.timeToLive() == null && !draft.value().needsChunks(item.sizeInBytes())) {
			item.set(Item.EXPIRES_AT, 0L).remove(Item.TTL);
		}
		Duration soft = this.settings.expiry().softTimeToLive();
		if (soft != null) {
			item.set(Entry.REFRESH_AT, this.table.time().instant().plus(soft).toEpochMilli());
		}
		this.store.values().write(draft.value(), item, rev, expiresAt);
		return item.build();
	}

	/**
	 * A slow load must find the entry, or what follows it, that was written after it
	 * began: were it deleted, that would look like the absence that the load has seen.
	 */
	private long deletableAt(Instant now, Instant expiresAt) {
		return Math.max(expiresAt.toEpochMilli(), now.plus(this.settings.maxLoadTime()).toEpochMilli());
	}

	private static long version(Map<ItemKey, Long> versions, ItemKey key) {
		return versions.getOrDefault(key, 0L);
	}

	private Duration shortened(Draft draft) {
		if (draft.timeToLive() == null) {
			return LONGEST_CHUNKED;
		}
		double share = this.settings.expiry().jitter() * ThreadLocalRandom.current().nextDouble();
		return draft.timeToLive().minusMillis((long) (draft.timeToLive().toMillis() * share));
	}

	/**
	 * A value that is about to be stored.
	 *
	 * @param value what is stored of it
	 * @param timeToLive how long, null without limit
	 */
	private record Draft(PackedValue value, @Nullable Duration timeToLive) {
	}

	/**
	 * One read, of one key or of several.
	 *
	 * @param type the values' declared type, null if unknown
	 * @param tags known before a load
	 * @param consistency of the read
	 * @param startMillis when it began, which is before the load begins
	 * @param startNanos the same, monotonic
	 */
	private record Reading(@Nullable Type type, Collection<String> tags, Consistency consistency, long startMillis,
			long startNanos) {
	}

	/**
	 * What a read found under one key.
	 *
	 * @param key the key's text
	 * @param stamp of the near cache, from before the read
	 * @param item the item, null if there is none
	 * @param entry the live entry that it is, null if it is none
	 */
	private record Found(String key, int stamp, @Nullable Item item, @Nullable Entry entry) {

		private Set<ItemKey> carried() {
			return this.entry != null ? this.entry.versions().keySet() : Set.of();
		}

	}

}
