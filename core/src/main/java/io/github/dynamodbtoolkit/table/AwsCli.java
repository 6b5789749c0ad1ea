package io.github.dynamodbtoolkit.table;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.table.TableSchema.Index;
import io.github.dynamodbtoolkit.table.TableSchema.Key;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

/**
 * Lines for the AWS command line that make or mend one table, complete with its region,
 * if the client tells it.
 */
final class AwsCli {

	private final String target;

	AwsCli(String table, DynamoDbClient client) {
		DynamoDbServiceClientConfiguration configuration = Clients.configurationOf(client);
		this.target = " --table-name " + table + (configuration != null ? place(configuration) : "");
	}

	private static String place(DynamoDbServiceClientConfiguration client) {
		return " --region " + client.region()
				+ client.endpointOverride().map((URI endpoint) -> " --endpoint-url " + endpoint).orElse("");
	}

	String createTable(TableSchema schema) {
		Index index = schema.index();
		return "aws dynamodb create-table" + this.target + " --billing-mode PAY_PER_REQUEST --attribute-definitions "
				+ definitions(schema.keyAttributes()) + " --key-schema " + keySchema(schema.keys())
				+ (index != null ? " --global-secondary-indexes '[" + json(index) + "]'" : "")
				+ andTimeToLive(schema.ttlAttribute());
	}

	private String andTimeToLive(@Nullable String attribute) {
		return attribute != null
				? " && aws dynamodb wait table-exists" + this.target + " && " + updateTimeToLive(attribute, true) : "";
	}

	String createIndex(Index index) {
		return "aws dynamodb update-table" + this.target + " --attribute-definitions "
				+ definitions(index.keys().stream().map(Key::name).toList())
				+ " --global-secondary-index-updates '[{\"Create\":" + json(index) + "}]'";
	}

	String updateTimeToLive(String attribute, boolean enabled) {
		return "aws dynamodb update-time-to-live" + this.target + " --time-to-live-specification Enabled=" + enabled
				+ ",AttributeName=" + attribute;
	}

	private static String definitions(List<String> attributes) {
		return attributes.stream()
			.map((name) -> "AttributeName=" + name + ",AttributeType=S")
			.collect(Collectors.joining(" "));
	}

	private static String keySchema(List<Key> keys) {
		return keys.stream()
			.map((key) -> "AttributeName=" + key.name() + ",KeyType=" + key.type())
			.collect(Collectors.joining(" "));
	}

	private static String json(Index index) {
		String keys = index.keys()
			.stream()
			.map((key) -> "{\"AttributeName\":\"" + key.name() + "\",\"KeyType\":\"" + key.type() + "\"}")
			.collect(Collectors.joining(",", "[", "]"));
		return "{\"IndexName\":\"" + index.name() + "\",\"KeySchema\":" + keys
				+ ",\"Projection\":{\"ProjectionType\":\"ALL\"}}";
	}

}
