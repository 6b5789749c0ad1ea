package io.github.dynamodbtoolkit.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FaultyHttpClient} and the faults: a fault that does not happen would
 * let the tests that build on it pass for nothing.
 */
class FaultyHttpClientTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final DynamoDbClient client = DynamoDbLocal.clientBuilder()
		.httpClient(this.http)
		.overrideConfiguration((override) -> override.retryStrategy((retry) -> retry.maxAttempts(1)))
		.build();

	@Test
	void passesAndRecordsWithoutARule() {
		put("a");
		assertThat(has("a")).isTrue();
		assertThat(this.http.journal()).extracting(Attempt::operation).containsExactly("PutItem", "GetItem");
		assertThat(this.http.journal()).allMatch(Attempt::applied);
		assertThat(this.http.journal().get(0).body()).contains("\"pk\":{\"S\":\"a\"}");
		assertThat(this.http.journal().get(0).header("X-Amz-Target")).singleElement().asString().endsWith("PutItem");
	}

	@Test
	void sendsNothingThroughAnUnreachableConnection() {
		this.http.once("PutItem", Fault.unreachable());
		assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> put("b"));
		assertThat(this.http.journal()).singleElement().matches((attempt) -> !attempt.applied());
		assertThat(has("b")).isFalse();
	}

	@ParameterizedTest
	@MethodSource("lostAnswers")
	void appliesTheWriteWhoseAnswerIsLost(String name, Fault fault) {
		this.http.once("PutItem", fault);
		assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> put(name));
		assertThat(this.http.journal()).singleElement().matches(Attempt::applied);
		assertThat(has(name)).isTrue();
	}

	static Object[][] lostAnswers() {
		return new Object[][] { { "closed", Fault.closedAfterwards() }, { "reset", Fault.resetAfterwards() },
				{ "truncated", Fault.truncatedAfterwards() } };
	}

	@Test
	void answersErrorsThatTheSdkUnderstands() {
		this.http.always(Fault.throttled());
		assertThatExceptionOfType(ProvisionedThroughputExceededException.class).isThrownBy(() -> put("c"));
	}

	@Test
	void answersGarbage() {
		this.http.always(Fault.garbage());
		assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> put("d"));
	}

	@Test
	void hangsUntilTheSdkGivesUp() {
		this.http.always(Fault.blackHole());
		assertThatExceptionOfType(ApiCallTimeoutException.class)
			.isThrownBy(() -> this.client.listTables((request) -> request
				.overrideConfiguration((override) -> override.apiCallTimeout(Duration.ofMillis(100)))));
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void changesAnswers() {
		put("e");
		this.http.always(Fault.changedAnswer((body) -> body.replace("\"e\"", "\"f\"")));
		assertThat(this.client.getItem((request) -> request.tableName(dynamoDb.tableName()).key(key("e"))).item())
			.isEqualTo(key("f"));
	}

	@Test
	void handsBackItemsOfAWriteBatch() {
		List<WriteRequest> requests = keys("w", 5)
			.map((key) -> WriteRequest.builder().putRequest((put) -> put.item(key)).build())
			.toList();
		this.http.once("BatchWriteItem", Fault.handedBack(2));
		BatchWriteItemResponse response = this.client
			.batchWriteItem((request) -> request.requestItems(Map.of(dynamoDb.tableName(), requests)));
		assertThat(response.unprocessedItems().get(dynamoDb.tableName())).isEqualTo(requests.subList(2, 5));
		assertThat(has("w1")).isTrue();
		assertThat(has("w2")).isFalse();
	}

	@Test
	void handsBackKeysOfAReadBatch() {
		keys("r", 3).forEach((key) -> put(key.get("pk").s()));
		KeysAndAttributes keys = KeysAndAttributes.builder().keys(keys("r", 3).toList()).consistentRead(true).build();
		this.http.once("BatchGetItem", Fault.handedBack(1));
		BatchGetItemResponse response = this.client
			.batchGetItem((request) -> request.requestItems(Map.of(dynamoDb.tableName(), keys)));
		assertThat(response.responses().get(dynamoDb.tableName())).containsExactly(key("r0"));
		assertThat(response.unprocessedKeys().get(dynamoDb.tableName()).keys()).containsExactly(key("r1"), key("r2"));
		assertThat(response.unprocessedKeys().get(dynamoDb.tableName()).consistentRead()).isTrue();
	}

	@Test
	void countsTheAttemptsOfEachOperationAnewForEachRule() {
		this.http.rule((operation, number) -> number == 2 ? Fault.internalError() : Fault.none());
		put("g");
		assertThat(has("g")).isTrue();
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> put("g"));
		this.http.heal();
		put("g");
		assertThat(this.http.journal()).extracting(Attempt::number).containsExactly(1, 1, 2, 1);
	}

	private void put(String key) {
		this.client.putItem((request) -> request.tableName(dynamoDb.tableName()).item(key(key)));
	}

	private boolean has(String key) {
		return this.client
			.getItem((request) -> request.tableName(dynamoDb.tableName()).key(key(key)).consistentRead(true))
			.hasItem();
	}

	private static Stream<Map<String, AttributeValue>> keys(String start, int count) {
		return IntStream.range(0, count).mapToObj((i) -> key(start + i));
	}

	private static Map<String, AttributeValue> key(String key) {
		return Map.of("pk", AttributeValue.fromS(key), "sk", AttributeValue.fromS(key));
	}

}
