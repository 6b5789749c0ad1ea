package io.github.dynamodbtoolkit.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Understands the lines for the AWS command line that we print, and does what they say.
 */
final class AwsCommandLine {

	private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

	private final DynamoDbClient client;

	AwsCommandLine(DynamoDbClient client) {
		this.client = client;
	}

	/** Runs commands joined by {@code &&}. */
	void run(String line) {
		Stream.of(line.split(" && ")).map(AwsCommandLine::words).forEach(this::runOne);
	}

	private static List<String> words(String command) {
		List<String> words = new ArrayList<>();
		Matcher matcher = WORD.matcher(command);
		while (matcher.find()) {
			words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
		}
		return words;
	}

	private void runOne(List<String> words) {
		Map<String, List<String>> options = options(words);
		require(words.subList(0, 2).equals(List.of("aws", "dynamodb")), words);
		require(options.get("--region").equals(List.of("us-east-1")), words);
		require(options.get("--endpoint-url")
			.equals(List.of(this.client.serviceClientConfiguration().endpointOverride().orElseThrow().toString())),
				words);
		switch (words.get(2)) {
			case "create-table" -> createTable(options);
			case "update-table" -> createIndex(options);
			case "update-time-to-live" -> updateTimeToLive(options);
			case "wait" -> require(words.get(3).equals("table-exists"), words);
			default -> throw new AssertionError("Unknown command " + words);
		}
	}

	private static void require(boolean condition, List<String> words) {
		if (!condition) {
			throw new AssertionError("Not as expected: " + words);
		}
	}

	private static Map<String, List<String>> options(List<String> words) {
		Map<String, List<String>> options = new LinkedHashMap<>();
		List<String> values = new ArrayList<>();
		for (String word : words) {
			if (word.startsWith("--")) {
				values = options.computeIfAbsent(word, (option) -> new ArrayList<>());
			}
			else {
				values.add(word);
			}
		}
		return options;
	}

	private void createTable(Map<String, List<String>> options) {
		CreateTableRequest.Builder request = CreateTableRequest.builder()
			.tableName(options.get("--table-name").get(0))
			.billingMode(options.get("--billing-mode").get(0))
			.attributeDefinitions(definitions(options))
			.keySchema(options.get("--key-schema").stream().map(AwsCommandLine::shorthand).map((key) -> {
				return key(key.get("AttributeName"), key.get("KeyType"));
			}).toList());
		if (options.containsKey("--global-secondary-indexes")) {
			request.globalSecondaryIndexes(
					index(JsonMapper.shared().readTree(options.get("--global-secondary-indexes").get(0)).get(0)));
		}
		this.client.createTable(request.build());
	}

	private void createIndex(Map<String, List<String>> options) {
		JsonNode updates = JsonMapper.shared().readTree(options.get("--global-secondary-index-updates").get(0));
		GlobalSecondaryIndex index = index(updates.get(0).get("Create"));
		this.client.updateTable((request) -> request.tableName(options.get("--table-name").get(0))
			.attributeDefinitions(definitions(options))
			.globalSecondaryIndexUpdates((update) -> update.create((create) -> create.indexName(index.indexName())
				.keySchema(index.keySchema())
				.projection(index.projection()))));
	}

	private void updateTimeToLive(Map<String, List<String>> options) {
		Map<String, String> specification = shorthand(options.get("--time-to-live-specification").get(0));
		this.client.updateTimeToLive((request) -> request.tableName(options.get("--table-name").get(0))
			.timeToLiveSpecification((ttl) -> ttl.attributeName(specification.get("AttributeName"))
				.enabled(Boolean.valueOf(specification.get("Enabled")))));
	}

	private static List<AttributeDefinition> definitions(Map<String, List<String>> options) {
		return options.get("--attribute-definitions")
			.stream()
			.map(AwsCommandLine::shorthand)
			.map((definition) -> AttributeDefinition.builder()
				.attributeName(definition.get("AttributeName"))
				.attributeType(definition.get("AttributeType"))
				.build())
			.toList();
	}

	private static GlobalSecondaryIndex index(JsonNode json) {
		return GlobalSecondaryIndex.builder()
			.indexName(json.get("IndexName").asString())
			.keySchema(json.get("KeySchema")
				.valueStream()
				.map((key) -> key(key.get("AttributeName").asString(), key.get("KeyType").asString()))
				.toList())
			.projection(Projection.builder()
				.projectionType(json.get("Projection").get("ProjectionType").asString())
				.build())
			.build();
	}

	private static KeySchemaElement key(String name, String type) {
		return KeySchemaElement.builder().attributeName(name).keyType(type).build();
	}

	private static Map<String, String> shorthand(String value) {
		return Stream.of(value.split(","))
			.map((pair) -> pair.split("="))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1]));
	}

}
