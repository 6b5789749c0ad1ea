package io.github.dynamodbtoolkit.cache;

import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.github.dynamodbtoolkit.value.ValueCodec;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the tests of the cache share.
 */
final class CacheFixture {

	static final ValueCodec CODEC = JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit.cache"));

	private CacheFixture() {
	}

	/**
	 * A store as another instance of the application would have it: nothing is shared but
	 * the table.
	 */
	static CacheStore store(DynamoDbLocal dynamoDb, TimeSource time, TagSettings tags) {
		return store(TableClient.on(DynamoDbLocal.client(), dynamoDb.settings().withTime(time)), tags);
	}

	static CacheStore store(TableClient table, TagSettings tags) {
		return CacheStore.on(table, CODEC, CacheKeys.standard(), tags);
	}

	/** What stands in the table, as DynamoDB shows it. */
	static Map<String, AttributeValue> item(DynamoDbLocal dynamoDb, String partitionKey) {
		return DynamoDbLocal.client()
			.getItem((get) -> get.tableName(dynamoDb.tableName()).key(key(partitionKey)).consistentRead(true))
			.item();
	}

	static void putItem(DynamoDbLocal dynamoDb, Map<String, AttributeValue> item) {
		DynamoDbLocal.client().putItem((put) -> put.tableName(dynamoDb.tableName()).item(item));
	}

	static void deleteItem(DynamoDbLocal dynamoDb, String partitionKey) {
		DynamoDbLocal.client().deleteItem((delete) -> delete.tableName(dynamoDb.tableName()).key(key(partitionKey)));
	}

	static Map<String, AttributeValue> key(String partitionKey) {
		return Map.of("pk", AttributeValue.fromS(partitionKey), "sk", AttributeValue.fromS(partitionKey));
	}

}
