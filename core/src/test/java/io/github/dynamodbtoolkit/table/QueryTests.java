package io.github.dynamodbtoolkit.table;

import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A query reads a partition as a whole, or fails.
 */
@Tag("contract")
class QueryTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final TableClient table = TableClient
		.on(DynamoDbLocal.client(this.http), DynamoDbLocal.settings(dynamoDb.newTable(TableSchema.FLAGS)))
		.forStore("test", TableSchema.FLAGS);

	private final Partition partition = this.table.keys().flagNamespace("env", "features");

	@Test
	void readsAllPagesAndNothingElse() {
		fillThreePages();
		this.table.put(Item.of(this.table.keys().flagNamespace("", "features").key("foreign")).build(), CallKind.BULK);
		this.http.forget();
		assertThat(this.table.query(this.partition, Consistency.STRONG, CallKind.LOOKUP).keySet()).containsExactly("0",
				"1", "2", "3", "4", "5", "6");
		assertThat(this.http.journal()).extracting(Attempt::operation).containsExactly("Query", "Query", "Query");
	}

	@Test
	void neverAnswersSomePagesAsIfTheyWereAll() {
		fillThreePages();
		this.http.rule((operation, number) -> number > 1 ? Fault.throttled() : Fault.none());
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.table.query(this.partition, Consistency.STRONG, CallKind.LOOKUP));
	}

	@Test
	void anEmptyPartitionHasNoItems() {
		assertThat(this.table.query(this.partition, Consistency.EVENTUAL, CallKind.LOOKUP)).isEmpty();
	}

	/** A page ends after one megabyte. */
	private void fillThreePages() {
		for (int i = 0; i < 7; i++) {
			this.table.put(Item.of(this.partition.key("" + i)).set("item", "x".repeat(380_000)).build(), CallKind.BULK);
		}
	}

}
