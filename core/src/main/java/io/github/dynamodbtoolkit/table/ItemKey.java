package io.github.dynamodbtoolkit.table;

import java.util.Map;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The primary key of one item. Only {@link Keys} makes one.
 */
public final class ItemKey {

	private final Map<String, AttributeValue> attributes;

	private ItemKey(Map<String, AttributeValue> attributes) {
		this.attributes = attributes;
	}

	/**
	 * A key of the toolkit's own table, whose sort key repeats the partition key.
	 */
	static ItemKey ofToolkitTable(String partitionKey) {
		AttributeValue value = AttributeValue.fromS(partitionKey);
		return new ItemKey(Map.of(TableSchema.PARTITION_KEY, value, TableSchema.SORT_KEY, value));
	}

	/**
	 * The key of an item of the toolkit's own table.
	 */
	static ItemKey ofItem(Map<String, AttributeValue> item) {
		return new ItemKey(Map.of(TableSchema.PARTITION_KEY, item.get(TableSchema.PARTITION_KEY), TableSchema.SORT_KEY,
				item.get(TableSchema.SORT_KEY)));
	}

	Map<String, AttributeValue> attributes() {
		return this.attributes;
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof ItemKey that && this.attributes.equals(that.attributes));
	}

	@Override
	public int hashCode() {
		return this.attributes.hashCode();
	}

	@Override
	public String toString() {
		return this.attributes.toString();
	}

}
