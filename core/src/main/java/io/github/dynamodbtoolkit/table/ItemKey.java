package io.github.dynamodbtoolkit.table;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The primary key of one item. Only {@link Keys} makes one.
 */
public final class ItemKey {

	private final Map<String, AttributeValue> attributes;

	private final String partitionKey;

	private final @Nullable String sortKey;

	ItemKey(String partitionKeyName, String partitionKey) {
		this.attributes = Map.of(partitionKeyName, AttributeValue.fromS(partitionKey));
		this.partitionKey = partitionKey;
		this.sortKey = null;
	}

	ItemKey(String partitionKeyName, String partitionKey, String sortKeyName, String sortKey) {
		AttributeValue partition = AttributeValue.fromS(partitionKey);
		this.attributes = Map.of(partitionKeyName, partition, sortKeyName,
				sortKey.equals(partitionKey) ? partition : AttributeValue.fromS(sortKey));
		this.partitionKey = partitionKey;
		this.sortKey = sortKey;
	}

	/**
	 * A key of the toolkit's own table, whose sort key repeats the partition key.
	 */
	static ItemKey ofToolkitTable(String partitionKey) {
		return new ItemKey(TableSchema.PARTITION_KEY, partitionKey, TableSchema.SORT_KEY, partitionKey);
	}

	/**
	 * The key of an item of a table whose keys are as its schema says.
	 */
	static ItemKey ofItem(TableSchema schema, Map<String, AttributeValue> item) {
		String sortKey = schema.sortKey();
		if (sortKey == null) {
			return new ItemKey(schema.partitionKey(), text(item, schema.partitionKey()));
		}
		return new ItemKey(schema.partitionKey(), text(item, schema.partitionKey()), sortKey, text(item, sortKey));
	}

	static String text(Map<String, AttributeValue> item, String name) {
		AttributeValue value = item.get(name);
		if (value == null || value.s() == null) {
			throw new IllegalArgumentException("Not an item of this table: it has no key " + name);
		}
		return value.s();
	}

	Map<String, AttributeValue> attributes() {
		return this.attributes;
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof ItemKey that && this.partitionKey.equals(that.partitionKey)
				&& Objects.equals(this.sortKey, that.sortKey));
	}

	@Override
	public int hashCode() {
		return 31 * this.partitionKey.hashCode() + Objects.hashCode(this.sortKey);
	}

	@Override
	public String toString() {
		boolean repeated = this.sortKey == null || this.partitionKey.equals(this.sortKey);
		return repeated ? this.partitionKey : this.partitionKey + " / " + this.sortKey;
	}

}
