package io.github.dynamodbtoolkit.flags;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A fresh table of flags, stores on it to which faults can happen, and a look at the
 * table past the stores.
 */
public final class FlagFixture {

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final RecordingMetrics metrics = new RecordingMetrics();

	private final String tableName;

	public FlagFixture(DynamoDbLocal dynamoDb) {
		this.tableName = dynamoDb.newTable(TableSchema.FLAGS);
	}

	public FaultyHttpClient http() {
		return this.http;
	}

	public RecordingMetrics metrics() {
		return this.metrics;
	}

	public FlagStore store() {
		return store(UnaryOperator.identity());
	}

	public FlagStore store(UnaryOperator<FlagStoreSettings> settings) {
		return store(settings, TimeSource.system());
	}

	FlagStore store(UnaryOperator<FlagStoreSettings> settings, TimeSource time) {
		return FlagStore.on(
				TableClient.on(DynamoDbLocal.client(this.http),
						DynamoDbLocal.settings(this.tableName).withMetrics(this.metrics).withTime(time)),
				settings.apply(FlagStoreSettings.defaults()));
	}

	/** Another process's store: no faults happen to it, and it is not measured. */
	public FlagStore otherStore() {
		return FlagStore.on(TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings(this.tableName)),
				FlagStoreSettings.defaults());
	}

	public void write(Map<String, AttributeValue> item) {
		DynamoDbLocal.client().putItem((request) -> request.tableName(this.tableName).item(item));
	}

	public List<Map<String, AttributeValue>> items() {
		return DynamoDbLocal.client()
			.scanPaginator((request) -> request.tableName(this.tableName).consistentRead(true))
			.items()
			.stream()
			.toList();
	}

	public void deleteItems() {
		items().forEach((item) -> DynamoDbLocal.client()
			.deleteItem((request) -> request.tableName(this.tableName)
				.key(Map.of("namespace", item.get("namespace"), "key", item.get("key")))));
	}

	static Map<FlagKind, Map<String, FlagItem>> flags(Map<String, FlagItem> flags) {
		return Map.of(FlagKind.FLAGS, flags);
	}

	/** That many flags of the given version. */
	static Map<String, FlagItem> flags(int count, int version) {
		return flags(count, version, 0);
	}

	static Map<String, FlagItem> flags(int count, int version, int padding) {
		Map<String, FlagItem> flags = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			flags.put("flag-" + i, flag("flag-" + i, version, "x".repeat(padding)));
		}
		return flags;
	}

	static FlagItem flag(String key, int version) {
		return flag(key, version, "");
	}

	static FlagItem flag(String key, int version, String padding) {
		return new FlagItem(version,
				"{\"key\":\"%s\",\"version\":%d,\"description\":\"%s\"}".formatted(key, version, padding));
	}

}
