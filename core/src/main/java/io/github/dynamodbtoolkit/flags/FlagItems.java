package io.github.dynamodbtoolkit.flags;

import java.util.Objects;

import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.Keys;
import io.github.dynamodbtoolkit.table.Partition;
import io.github.dynamodbtoolkit.table.TableClient;
import org.jspecify.annotations.Nullable;

/**
 * Flags and segments as items of the table, both ways.
 */
final class FlagItems {

	static final String VERSION = "version";

	private static final String ITEM = "item";

	private static final int MAX_KEY_BYTES = 1024;

	private final FlagLog log;

	FlagItems(FlagLog log) {
		this.log = log;
	}

	/**
	 * Makes the item of one version.
	 * @throws IllegalArgumentException if DynamoDB would not take it
	 */
	static Item write(FlagKind kind, Partition namespace, String key, FlagItem flag) {
		Keys.requireName(kind.label() + " key", key, MAX_KEY_BYTES);
		String json = Objects.requireNonNullElse(flag.json(), FlagItem.TOMBSTONE);
		Keys.requireUnicode(kind.label() + " '" + key + "'", json);
		Item.Builder item = Item.of(namespace.key(key)).set(VERSION, flag.version()).set(ITEM, json);
		long bytes = item.sizeInBytes();
		if (bytes > TableClient.MAX_ITEM_BYTES) {
			throw new IllegalArgumentException("%s '%s' is %d bytes, DynamoDB's limit for an item is %d."
				.formatted(kind.label(), key, bytes, TableClient.MAX_ITEM_BYTES));
		}
		return item.build();
	}

	/** The version of an item, or null if it is not one that a flag can have. */
	static @Nullable Integer version(Item item) {
		Long version = item.number(VERSION);
		return version != null && version == version.intValue() ? Integer.valueOf(version.intValue()) : null;
	}

	/** Tells whether an item says exactly what a version says. */
	boolean isSame(Item item, FlagItem flag) {
		String json = item.string(ITEM);
		if (json == null || !Objects.equals(version(item), flag.version())) {
			return false;
		}
		return flag.json() != null ? flag.json().equals(json) : isTombstone(json);
	}

	/**
	 * Reads an item. What cannot be read is null and logged, and what is odd is logged.
	 */
	@Nullable FlagItem read(FlagKind kind, Partition namespace, String key, Item item) {
		String where = kind.label() + " '" + key + "' in namespace '" + namespace + "'";
		String json = item.string(ITEM);
		Integer version = version(item);
		if (json == null) {
			return ignore(where + " has no attribute 'item'");
		}
		if (version == null) {
			return ignore(where + ": version '" + item.describe(VERSION) + "' is not a 32-bit integer");
		}
		if (json.equals(FlagItem.TOMBSTONE)) {
			return FlagItem.tombstone(version);
		}
		try {
			FlagJson definition = FlagJson.read(json);
			warnOfContradictions(where, key, version, definition);
			return definition.deleted() ? FlagItem.tombstone(version) : new FlagItem(version, json);
		}
		catch (FlagJson.NotReadableException ex) {
			return ignore(where + ": attribute 'item' " + ex.getMessage());
		}
	}

	private @Nullable FlagItem ignore(String problem) {
		this.log.warn(FlagEvent.UNREADABLE, problem + "; it is ignored.");
		return null;
	}

	private void warnOfContradictions(String where, String key, int version, FlagJson definition) {
		if (definition.version() != null && definition.version() != version) {
			this.log.warn(where + " has version " + version + ", but its definition says " + definition.version()
					+ "; the attribute counts.");
		}
		if (definition.key() != null && !definition.key().equals(key)) {
			this.log.warn(where + " has a definition whose key is '" + definition.key() + "'.");
		}
	}

	private static boolean isTombstone(String json) {
		try {
			return json.equals(FlagItem.TOMBSTONE) || FlagJson.read(json).deleted();
		}
		catch (FlagJson.NotReadableException ex) {
			return false;
		}
	}

}
