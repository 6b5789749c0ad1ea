package io.github.dynamodbtoolkit.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Writes of different items, 1 to 100, of which all take effect or none. They are
 * numbered from 0 in the order in which they were added. Not for use by several threads.
 */
public final class Transaction {

	private final List<Function<String, TransactWriteItem>> writes = new ArrayList<>();

	private long bytes;

	/**
	 * Adds an item to be written in place of whatever stands there.
	 * @param item the item
	 * @param condition the condition, null for none
	 * @return this transaction
	 */
	public Transaction put(Item item, @Nullable Expression condition) {
		this.bytes += item.sizeInBytes();
		return add((table) -> TransactWriteItem.builder().put((put) -> {
			put.tableName(table).item(item.attributes());
			if (condition != null) {
				put.conditionExpression(condition.text())
					.expressionAttributeNames(TableClient.emptyAsNull(condition.names()))
					.expressionAttributeValues(TableClient.emptyAsNull(condition.values()))
					.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
			}
		}).build());
	}

	/**
	 * Adds a change of an item in place. It returns nothing.
	 * @param key the item's key
	 * @param update the change
	 * @return this transaction
	 */
	public Transaction update(ItemKey key, Update update) {
		this.bytes += Item.sizeInBytes(update.values());
		return add((table) -> TransactWriteItem.builder()
			.update((change) -> change.tableName(table)
				.key(key.attributes())
				.updateExpression(update.expression())
				.conditionExpression(update.conditionExpression())
				.expressionAttributeNames(TableClient.emptyAsNull(update.names()))
				.expressionAttributeValues(TableClient.emptyAsNull(update.values()))
				.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
			.build());
	}

	/**
	 * Adds a deletion.
	 * @param key the item's key
	 * @param condition the condition
	 * @return this transaction
	 */
	public Transaction delete(ItemKey key, Expression condition) {
		return add((table) -> TransactWriteItem.builder()
			.delete((delete) -> delete.tableName(table)
				.key(key.attributes())
				.conditionExpression(condition.text())
				.expressionAttributeNames(TableClient.emptyAsNull(condition.names()))
				.expressionAttributeValues(TableClient.emptyAsNull(condition.values()))
				.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
			.build());
	}

	private Transaction add(Function<String, TransactWriteItem> write) {
		this.writes.add(write);
		return this;
	}

	List<TransactWriteItem> writes(String table) {
		return this.writes.stream().map((write) -> write.apply(table)).toList();
	}

	long bytes() {
		return this.bytes;
	}

}
