package io.github.dynamodbtoolkit.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What DynamoDB hands back of a batch is sent again until it is done.
 */
@Tag("contract")
class BatchWriteTests {

	private static final int ITEMS = 250;

	private static final Expression IS_ONE = Expression.of("#n = :one").with(":one", 1);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final TableClient table = TableClient
		.on(DynamoDbLocal.client(this.http),
				DynamoDbLocal.settings(dynamoDb.newTable(TableSchema.FLAGS)).withTime(new MutableTimeSource()))
		.forStore("test", TableSchema.FLAGS);

	private final Partition partition = this.table.keys().flagNamespace("", "features");

	@Test
	void everyItemIsWrittenThoughTwoFifthsAreHandedBack() {
		this.http.always(Fault.handedBack(15));
		this.table.putAll(items(), CallKind.BULK);
		assertThat(this.http.attempts()).isEqualTo(17); // 250 / 15, for 10 without faults
		this.http.heal();
		assertThat(stored()).hasSize(ITEMS);
	}

	@Test
	void everyItemIsDeletedThoughTwoFifthsAreHandedBack() {
		this.table.putAll(items(), CallKind.BULK);
		this.http.rule((operation, number) -> Fault.handedBack(15));
		this.table.deleteAll(keys(), CallKind.BULK);
		this.http.heal();
		assertThat(stored()).isEmpty();
	}

	@Test
	void whatIsHandedBackForEverIsAnError() {
		this.http.rule((operation, number) -> Fault.handedBack((number < 3) ? 20 : 0));
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.table.deleteAll(keys(), CallKind.BULK))
			.withMessageContaining("handed back");
	}

	@Test
	void ofSeveralItemsWithOneKeyTheLastIsWritten() {
		List<Item> items = new ArrayList<>(items());
		ItemKey key = this.partition.key("0");
		items.add(Item.of(key).set("n", 1).build());
		items.add(Item.of(key).set("n", 2).build());
		this.table.putAll(items, CallKind.BULK);
		assertThat(stored()).hasSize(ITEMS)
			.hasEntrySatisfying("0", (item) -> assertThat(item.number("n")).isEqualTo(2));
	}

	/** DynamoDB would refuse the whole batch that it is in, and only that. */
	@Test
	void anItemThatIsTooLargeIsRefusedBeforeAnyIsWritten() {
		List<Item> items = new ArrayList<>(items());
		ItemKey key = this.partition.key("large");
		items.add(Item.of(key).set("n", new byte[TableClient.MAX_ITEM_BYTES]).build());
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.putAll(items, CallKind.BULK))
			.withMessage("Item " + key + " is 409626 bytes, the limit is 409600. Cut it into several items.");
		assertThat(this.http.attempts()).isZero();
	}

	@Test
	void deletesOnlyIfTheConditionHolds() {
		ItemKey key = this.partition.key("a");
		this.table.put(Item.of(key).set("n", 2).build(), CallKind.BULK);
		WriteResult refused = this.table.delete(key, IS_ONE, CallKind.BULK);
		assertThat(refused.applied()).isFalse();
		assertThat(refused.item().number("n")).isEqualTo(2);
		this.table.put(Item.of(key).set("n", 1).build(), CallKind.BULK);
		assertThat(this.table.delete(key, IS_ONE, CallKind.BULK).applied()).isTrue();
		assertThat(stored()).isEmpty();
	}

	@Test
	void deletionWhoseAnswerIsLostCountsAsApplied() {
		ItemKey key = this.partition.key("a");
		this.table.put(Item.of(key).set("n", 1).build(), CallKind.BULK);
		this.http.once("DeleteItem", Fault.resetAfterwards());
		assertThat(this.table.delete(key, IS_ONE, CallKind.BULK).applied()).isTrue();
		assertThat(this.http.journal()).last().hasToString("DeleteItem 2");
	}

	private List<Item> items() {
		return keys().stream().map((key) -> Item.of(key).build()).toList();
	}

	private List<ItemKey> keys() {
		return IntStream.range(0, ITEMS).mapToObj((i) -> this.partition.key("" + i)).toList();
	}

	private Map<String, Item> stored() {
		return this.table.query(this.partition, Consistency.STRONG, CallKind.BULK);
	}

}
