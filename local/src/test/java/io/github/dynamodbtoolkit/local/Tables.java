package io.github.dynamodbtoolkit.local;

import java.util.Map;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A table with one kind of key, and items without more than it.
 */
public final class Tables {

	private static final String NAME = "things";

	private Tables() {
	}

	public static void create(DynamoDbClient client) {
		client.createTable((request) -> request.tableName(NAME)
			.billingMode(BillingMode.PAY_PER_REQUEST)
			.attributeDefinitions(
					AttributeDefinition.builder().attributeName("pk").attributeType(ScalarAttributeType.S).build())
			.keySchema(KeySchemaElement.builder().attributeName("pk").keyType(KeyType.HASH).build()));
	}

	public static void put(DynamoDbClient client, String key) {
		client.putItem((request) -> request.tableName(NAME).item(Map.of("pk", AttributeValue.fromS(key))));
	}

	public static boolean has(DynamoDbClient client, String key) {
		return client.getItem((request) -> request.tableName(NAME).key(Map.of("pk", AttributeValue.fromS(key))))
			.hasItem();
	}

}
