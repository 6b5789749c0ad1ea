package io.github.dynamodbtoolkit.nextjs;

import java.util.Objects;

import io.github.dynamodbtoolkit.table.TableSchema;

/**
 * How the cache handler is configured.
 *
 * @param indexName the table's index on {@code tag}
 * @param keyPrefix the handler's {@code keyPrefix}; empty for none
 */
public record NextJsSettings(String indexName, String keyPrefix) {

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
