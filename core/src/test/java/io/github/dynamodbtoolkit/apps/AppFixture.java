package io.github.dynamodbtoolkit.apps;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A fresh table of apps, registries on it to which faults can happen, and a look at the
 * table past the registries.
 */
final class AppFixture {

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final RecordingMetrics metrics = new RecordingMetrics();

	private final MutableTimeSource time = new MutableTimeSource();

	private final String tableName;

	AppFixture(DynamoDbLocal dynamoDb) {
		this.tableName = dynamoDb.newTable(TableSchema.APPS);
	}

	FaultyHttpClient http() {
		return this.http;
	}

	RecordingMetrics metrics() {
		return this.metrics;
	}

	MutableTimeSource time() {
		return this.time;
	}

	AppRegistry registry() {
		return registry(UnaryOperator.identity());
	}

	AppRegistry registry(UnaryOperator<AppRegistrySettings> settings) {
		return AppRegistry.on(table(), settings.apply(AppRegistrySettings.defaults()));
	}

	TableClient table() {
		return TableClient.on(DynamoDbLocal.client(this.http),
				DynamoDbLocal.settings(this.tableName).withMetrics(this.metrics).withTime(this.time));
	}

	/** Another process's: no faults happen to it, and it is not measured. */
	AppRegistry otherRegistry() {
		return AppRegistry.on(TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings(this.tableName)),
				AppRegistrySettings.defaults());
	}

	/** As another program writes it. */
	void write(Map<String, AttributeValue> item) {
		DynamoDbLocal.client().putItem((request) -> request.tableName(this.tableName).item(item));
	}

	/** An app with id, key and secret, and further attributes; null takes one out. */
	void write(String id, Map<String, AttributeValue> attributes) {
		Map<String, AttributeValue> item = new HashMap<>(
				Map.of("AppId", s(id), "AppKey", s(id + "-key"), "AppSecret", s(id + "-secret")));
		item.putAll(attributes);
		item.values().removeIf((value) -> value == null);
		write(item);
	}

	/** As another program deletes it. */
	void delete(String id) {
		DynamoDbLocal.client().deleteItem((request) -> request.tableName(this.tableName).key(Map.of("AppId", s(id))));
	}

	Map<String, AttributeValue> item(String id) {
		return DynamoDbLocal.client()
			.getItem((request) -> request.tableName(this.tableName).key(Map.of("AppId", s(id))).consistentRead(true))
			.item();
	}

	List<String> ids() {
		return DynamoDbLocal.client()
			.scanPaginator((request) -> request.tableName(this.tableName).consistentRead(true))
			.items()
			.stream()
			.map((item) -> item.get("AppId").s())
			.toList();
	}

	static App app(String id) {
		return App.of(id, id + "-key", AppSecret.of(id + "-secret"));
	}

	static AttributeValue s(String value) {
		return AttributeValue.fromS(value);
	}

	static AttributeValue n(String value) {
		return AttributeValue.fromN(value);
	}

	static AttributeValue b(String value) {
		return AttributeValue.fromB(SdkBytes.fromUtf8String(value));
	}

	static AttributeValue bool(boolean value) {
		return AttributeValue.fromBool(value);
	}

}
