package io.github.dynamodbtoolkit.test;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/**
 * All tables of a test's DynamoDB.
 */
record Tables(DynamoDbClient client) {

	/** Item by item: a new table would lack its time to live. */
	void empty() {
		this.client.listTablesPaginator().tableNames().forEach(this::empty);
	}

	private void empty(String table) {
		List<String> keys = this.client.describeTable((request) -> request.tableName(table))
			.table()
			.keySchema()
			.stream()
			.map(KeySchemaElement::attributeName)
			.toList();
		this.client.scanPaginator((request) -> request.tableName(table))
			.items()
			.forEach((item) -> this.client.deleteItem((request) -> request.tableName(table)
				.key(keys.stream().collect(Collectors.toMap(Function.identity(), item::get)))));
	}

}
