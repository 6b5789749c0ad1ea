package io.github.dynamodbtoolkit.table;

import java.util.List;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Of the writes of a transaction all take effect or none, and it is known which.
 */
@Tag("contract")
class TransactionTests {

	private static final Expression ABSENT = Expression.of("attribute_not_exists(#pk)");

	private static final Expression ADD_ONE = Expression.of("ADD #n :one").with(":one", 1);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final RecordingMetrics metrics = new RecordingMetrics();

	private final TableClient table = TableClient.on(DynamoDbLocal.client(this.http),
			dynamoDb.settings().withMetrics(this.metrics));

	private final Keys keys = this.table.keys();

	@Test
	void makesAllWrites() {
		this.table.put(item("deleted"), CallKind.BULK);
		this.metrics.reset();
		TransactionResult result = this.table.transact(new Transaction().put(item("put"), ABSENT)
			.put(item("put-unconditionally"), null)
			.update(this.keys.tag("updated"), Update.of(ADD_ONE).when(ABSENT))
			.delete(this.keys.tag("deleted"), Expression.of("attribute_exists(#pk)")), CallKind.LOOKUP);
		assertThat(result.applied()).isTrue();
		assertThat(this.metrics.onlyCall().operation()).isEqualTo("TransactWriteItems");
		// DynamoDB Local does not count transactions as AWS does, which is twice.
		assertThat(this.metrics.writeUnits()).isGreaterThanOrEqualTo(4);
		assertThat(this.metrics.onlyCall().usage().itemBytes()).isPositive();
		assertThat(get("put")).isNotNull();
		assertThat(get("put-unconditionally")).isNotNull();
		assertThat(get("updated").number("n")).isEqualTo(1);
		assertThat(get("deleted")).isNull();
	}

	@Test
	void makesNoneIfOneConditionDoesNotHold() {
		this.table.put(item("there"), CallKind.BULK);
		this.metrics.reset();
		TransactionResult result = this.table.transact(new Transaction().put(item("not-there"), ABSENT)
			.put(item("there"), ABSENT)
			.delete(this.keys.tag("nothing"), Expression.of("attribute_exists(#pk)")), CallKind.LOOKUP);
		assertThat(result.applied()).isFalse();
		assertThat(result.of(0)).isNull();
		assertThat(result.of(1).item().number("n")).isEqualTo(7);
		assertThat(result.of(2).item()).isNull();
		assertThat(get("not-there")).isNull();
		assertThat(this.metrics.calls().get(0).outcome()).isEqualTo(Outcome.CONDITION_FAILED);
		assertThat(this.http.journal()).extracting(Attempt::operation)
			.containsExactly("PutItem", "TransactWriteItems", "GetItem");
	}

	static Stream<Fault> lostAnswers() {
		return Stream.of(Fault.closedAfterwards(), Fault.resetAfterwards(), Fault.truncatedAfterwards());
	}

	/** Were it made twice, the condition would not hold, or 2 would be there. */
	@ParameterizedTest
	@MethodSource
	void lostAnswers(Fault lost) {
		ItemKey counter = this.keys.tag("lost-" + lost);
		this.http.once("TransactWriteItems", lost);
		TransactionResult result = this.table.transact(
				new Transaction().update(counter, Update.of(ADD_ONE)).put(item("also-" + lost), ABSENT),
				CallKind.LOOKUP);
		assertThat(result.applied()).isTrue();
		assertThat(this.http.attempts()).isEqualTo(2);
		assertThat(this.table.get(counter, Consistency.STRONG, CallKind.LOOKUP).number("n")).isEqualTo(1);
	}

	@Test
	void conflictWithOthersIsTriedAgain() {
		this.http.rule((operation, number) -> number < 3 ? cancelled("None", "TransactionConflict") : Fault.none());
		assertThat(this.table.transact(new Transaction().put(item("conflict"), ABSENT), CallKind.LOOKUP).applied())
			.isTrue();
		assertThat(this.http.attempts()).isEqualTo(3);
		assertThat(this.metrics.retries()).hasSize(2).noneMatch(RecordingMetrics.Retry::throttled);
	}

	@Test
	void conflictAtEveryAttemptSaysSo() {
		this.http.always(cancelled("TransactionConflict"));
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.table.transact(new Transaction().put(item("x"), ABSENT), CallKind.LOOKUP))
			.withMessageEndingWith("TransactWriteItems met other writes of the same item at every attempt. Try again.");
		assertThat(this.http.attempts()).isEqualTo(3);
	}

	@Test
	void throttledTransactionIsTriedAgainAndCounted() {
		this.http.always(cancelled("ThrottlingError", "None"));
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.table.transact(new Transaction().put(item("x"), ABSENT), CallKind.LOOKUP))
			.withMessageContaining("was throttled");
		assertThat(this.metrics.retries()).hasSize(2).allMatch(RecordingMetrics.Retry::throttled);
		assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.THROTTLED);
	}

	@Test
	void conditionAmongConflictsIsRefusedAtOnce() {
		this.http.once("TransactWriteItems", cancelled("ConditionalCheckFailed", "TransactionConflict"));
		TransactionResult result = this.table.transact(new Transaction().put(item("a"), ABSENT).put(item("b"), ABSENT),
				CallKind.LOOKUP);
		assertThat(result.of(0)).isNotNull();
		assertThat(result.of(1)).isNull();
		assertThat(this.http.attempts()).isEqualTo(1);
	}

	@Test
	void anyOtherReasonIsARejection() {
		this.http.always(cancelled("ValidationError"));
		assertThatExceptionOfType(TableException.class)
			.isThrownBy(() -> this.table.transact(new Transaction().put(item("x"), ABSENT), CallKind.LOOKUP))
			.withMessageContaining("was rejected: TransactionCanceledException");
		assertThat(this.http.attempts()).isEqualTo(1);
	}

	private static Fault cancelled(String... reasons) {
		String list = String.join("\"},{\"Code\":\"", List.of(reasons));
		return (attempt) -> Fault.response(400, "application/x-amz-json-1.0",
				"{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
						+ "\"Message\":\"cancelled\",\"CancellationReasons\":[{\"Code\":\"" + list + "\"}]}");
	}

	private Item item(String name) {
		return Item.of(this.keys.tag(name)).set("n", 7).build();
	}

	private Item get(String name) {
		return this.table.get(this.keys.tag(name), Consistency.STRONG, CallKind.LOOKUP);
	}

}
