package io.github.dynamodbtoolkit.nextjs;

import java.util.Objects;

import io.github.dynamodbtoolkit.table.Keys;
import io.github.dynamodbtoolkit.table.TableSchema;

/**
 * How the cache handler is configured.
 *
 * @param indexName the table's index on {@code tag}
 * @param keyPrefix the handler's {@code keyPrefix}, at most 255 bytes of UTF-8; empty for
 * none
 */
public record NextJsSettings(String indexName, String keyPrefix) {

	private static final int MAX_PREFIX_BYTES = 255;

	public NextJsSettings {
		TableSchema.requireIndexName(indexName);
		if (!keyPrefix.isEmpty()) {
			Keys.requireName("key-prefix", keyPrefix, MAX_PREFIX_BYTES);
		}
	}

	/**
	 * The handler's own defaults.
	 * @return its index, and no prefix
	 */
	public static NextJsSettings defaults() {
		return new NextJsSettings(Objects.requireNonNull(TableSchema.NEXTJS.index()).name(), "");
	}

	/**
	 * These settings with a prefix.
	 * @param keyPrefix comes first in every key
	 * @return the changed settings
	 */
	public NextJsSettings withKeyPrefix(String keyPrefix) {
		return new NextJsSettings(this.indexName, keyPrefix);
	}

	/**
	 * The layout of the table.
	 * @return its schema
	 */
	public TableSchema schema() {
		return TableSchema.NEXTJS.withIndexName(this.indexName);
	}

}
