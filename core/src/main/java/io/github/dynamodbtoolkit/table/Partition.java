package io.github.dynamodbtoolkit.table;

import java.util.Objects;

/**
 * All items that have one partition key, each with a sort key of its own. Only
 * {@link Keys} makes one.
 */
public final class Partition {

	private final String keyName;

	private final String sortKeyName;

	private final String key;

	Partition(TableSchema schema, String key) {
		this.keyName = schema.partitionKey();
		this.sortKeyName = Objects.requireNonNull(schema.sortKey());
		this.key = key;
	}

	/**
	 * The key of one item of this partition.
	 * @param sortKey its sort key, as it stands in the table; not empty
	 * @return the item's key
	 */
	public ItemKey key(String sortKey) {
		return new ItemKey(this.keyName, this.key, this.sortKeyName, sortKey);
	}

	/**
	 * The key of the item whose sort key repeats the partition key.
	 * @return the item's key
	 */
	public ItemKey ownKey() {
		return key(this.key);
	}

	Expression condition() {
		return Expression.of("#" + this.keyName + " = :partition").with(":partition", this.key);
	}

	String sortKey(Item item) {
		return Objects.requireNonNull(item.string(this.sortKeyName));
	}

	@Override
	public String toString() {
		return this.key;
	}

}
