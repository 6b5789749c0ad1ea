package io.github.dynamodbtoolkit.flags;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.Partition;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.WriteResult;
import org.jspecify.annotations.Nullable;

/**
 * Flags on DynamoDB; {@link FlagStore} has the layout.
 * <p>
 * The version in the table decides every race of writers: a write is refused where the
 * version is the same or higher. A version that is missing, of another type or beyond 32
 * bits is none that a flag can have; it counts as older than any, so that no damaged item
 * can lock its key.
 */
final class DynamoDbFlagStore implements FlagStore {

	private static final Expression IS_BELOW = Expression
		.of("attribute_not_exists(#version) OR NOT attribute_type(#version, :number) "
				+ "OR #version < :bound OR #version > :highest")
		.with(":number", "N")
		.with(":highest", Integer.MAX_VALUE);

	private final TableClient table;

	private final FlagStoreSettings settings;

	private final FlagLog log;

	private final FlagItems items;

	private final List<FlagListener> listeners = new CopyOnWriteArrayList<>();

	DynamoDbFlagStore(TableClient table, FlagStoreSettings settings) {
		this.table = table;
		this.settings = settings;
		this.log = new FlagLog(table.settings().metrics());
		this.items = new FlagItems(this.log);
	}

	@Override
	public InitResult init(Map<FlagKind, Map<String, FlagItem>> data) {
		requireWritable();
		InitResult result = new FlagInit(this).run(data);
		this.listeners.forEach(FlagListener::initialized);
		return result;
	}

	@Override
	public @Nullable FlagItem get(FlagKind kind, String key) {
		if (key.isEmpty()) {
			return null; // DynamoDB has no such key and would reject the question
		}
		Partition namespace = namespace(kind.name());
		Item item = this.table.get(namespace.key(key), Consistency.STRONG, CallKind.LOOKUP);
		return item != null ? this.items.read(kind, namespace, key, item) : null;
	}

	@Override
	public Map<String, FlagItem> getAll(FlagKind kind, Consistency consistency) {
		Partition namespace = namespace(kind.name());
		Map<String, FlagItem> flags = new LinkedHashMap<>();
		this.table.query(namespace, consistency, CallKind.LOOKUP).forEach((key, item) -> {
			FlagItem flag = this.items.read(kind, namespace, key, item);
			if (flag != null) {
				flags.put(key, flag);
			}
		});
		return flags;
	}

	@Override
	public boolean upsert(FlagKind kind, String key, FlagItem item) {
		requireWritable();
		Item written = FlagItems.write(kind, namespace(kind.name()), key, item);
		WriteResult result = this.table.put(written, isBelow(item.version()), CallKind.LOOKUP);
		// The very same stands there if only the answer to an earlier attempt was lost.
		boolean stands = result.applied() || (result.item() != null && this.items.isSame(result.item(), item));
		if (stands) {
			this.listeners.forEach((listener) -> listener.upserted(kind, key, item));
		}
		return stands;
	}

	@Override
	public boolean isInitialized() {
		return this.table.get(inited().ownKey(), Consistency.STRONG, CallKind.LOOKUP) != null;
	}

	@Override
	public void markInitialized() {
		requireWritable();
		mark();
		this.listeners.forEach(FlagListener::initialized);
	}

	void mark() {
		this.table.put(Item.of(inited().ownKey()).build(), CallKind.LOOKUP);
	}

	@Override
	public void addListener(FlagListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void removeListener(FlagListener listener) {
		this.listeners.remove(listener);
	}

	@Override
	public @Nullable SegmentMembership membership(String contextHash) {
		Item item = this.table.get(namespace("big_segments_user").key(contextHash), Consistency.STRONG,
				CallKind.LOOKUP);
		return item != null ? new SegmentMembership(strings(item, "included"), strings(item, "excluded")) : null;
	}

	private static Set<String> strings(Item item, String name) {
		return Objects.requireNonNullElse(item.stringSet(name), Set.of());
	}

	@Override
	public @Nullable Instant segmentsSynchronizedOn() {
		Item item = this.table.get(namespace("big_segments_metadata").ownKey(), Consistency.STRONG, CallKind.LOOKUP);
		Long millis = item != null ? item.number("synchronizedOn") : null;
		return millis != null ? Instant.ofEpochMilli(millis) : null;
	}

	private void requireWritable() {
		if (this.settings.readOnly()) {
			throw new IllegalStateException(
					"This flag store is read-only. Write from an application whose store is not.");
		}
	}

	/** Holds unless a flag's version stands there that is the bound or higher. */
	static Expression isBelow(long bound) {
		return IS_BELOW.with(":bound", bound);
	}

	Partition namespace(String name) {
		return this.table.keys().flagNamespace(this.settings.prefix(), name);
	}

	Partition inited() {
		return namespace("$inited");
	}

	TableClient table() {
		return this.table;
	}

	FlagStoreSettings settings() {
		return this.settings;
	}

	FlagLog log() {
		return this.log;
	}

	FlagItems items() {
		return this.items;
	}

}
