package io.github.dynamodbtoolkit.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the infrastructure templates in the documentation make the tables that the
 * stores need.
 */
class InfrastructureTests {

	private static final Map<String, TableSchema> TABLES = Map.of("dynamodb-toolkit", TableSchema.TOOLKIT,
			"dynamodb-toolkit-flags", TableSchema.FLAGS, "apps", TableSchema.APPS);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	@Test
	void cloudFormationMakesUsableTables() {
		Map<String, Object> tables = Templates.cloudFormationTables();
		assertThat(tables).containsOnlyKeys(TABLES.keySet());
		TABLES.forEach((name, schema) -> {
			String created = create(Templates.map(tables, name));
			assertThat(TableClient.on(DynamoDbLocal.client(), created)
				.admin()
				.inspect(schema, CallKind.BULK)
				.differences()).as(name).isEmpty();
		});
	}

	private static String create(Map<String, Object> properties) {
		String name = dynamoDb.newTableName();
		DynamoDbLocal.client()
			.createTable(CreateTableRequest.builder()
				.tableName(name)
				.billingMode((String) properties.get("BillingMode"))
				.attributeDefinitions(Templates.list(properties, "AttributeDefinitions")
					.stream()
					.map(InfrastructureTests::attribute)
					.toList())
				.keySchema(keys(properties))
				.globalSecondaryIndexes(indexes(properties))
				.build());
		assertThat(properties.get("BillingMode")).isEqualTo(BillingMode.PAY_PER_REQUEST.toString());
		if (properties.containsKey("TimeToLiveSpecification")) {
			Map<String, Object> ttl = Templates.map(properties, "TimeToLiveSpecification");
			DynamoDbLocal.client()
				.updateTimeToLive((request) -> request.tableName(name)
					.timeToLiveSpecification(
							(specification) -> specification.attributeName((String) ttl.get("AttributeName"))
								.enabled((Boolean) ttl.get("Enabled"))));
		}
		return name;
	}

	private static AttributeDefinition attribute(Map<String, Object> definition) {
		return AttributeDefinition.builder()
			.attributeName((String) definition.get("AttributeName"))
			.attributeType((String) definition.get("AttributeType"))
			.build();
	}

	private static List<KeySchemaElement> keys(Map<String, Object> parent) {
		return Templates.list(parent, "KeySchema")
			.stream()
			.map((key) -> KeySchemaElement.builder()
				.attributeName((String) key.get("AttributeName"))
				.keyType((String) key.get("KeyType"))
				.build())
			.toList();
	}

	private static List<GlobalSecondaryIndex> indexes(Map<String, Object> properties) {
		List<GlobalSecondaryIndex> indexes = Templates.list(properties, "GlobalSecondaryIndexes")
			.stream()
			.map((index) -> GlobalSecondaryIndex.builder()
				.indexName((String) index.get("IndexName"))
				.keySchema(keys(index))
				.projection((projection) -> projection
					.projectionType((String) Templates.map(index, "Projection").get("ProjectionType")))
				.build())
			.toList();
		return indexes.isEmpty() ? null : indexes;
	}

	@ParameterizedTest
	@MethodSource
	void otherLanguagesSayTheSame(String language, List<TableDefinition> tables) {
		assertThat(tables).containsExactlyInAnyOrderElementsOf(TABLES.entrySet()
			.stream()
			.map((table) -> TableDefinition.of(table.getKey(), table.getValue()))
			.toList());
	}

	static Stream<Object[]> otherLanguagesSayTheSame() {
		return Stream.of(new Object[] { "CDK", Templates.cdk() }, new Object[] { "Pulumi", Templates.pulumi() },
				new Object[] { "SST", Templates.sst() }, new Object[] { "Terraform", Templates.terraform() });
	}

	/** What is printed as one line is one command a line, so that the script stops. */
	@Test
	void theCommandLineIsTheOneThatIsPrinted() {
		String script = Templates.read("aws-cli.sh").replaceAll(" \\\\\\n\\s*", " ");
		try (DynamoDbClient client = Clients.inRegion(Region.US_EAST_1.id())) {
			TABLES.forEach((name, schema) -> assertThat(script)
				.contains(new AwsCli(name, client.serviceClientConfiguration()).createTable(schema)
					.replace("us-east-1", "\"$AWS_REGION\"")
					.replace(" && ", "\n") + "\n"));
		}
	}

	@Test
	void theCommandLineProtectsWhatPeopleWrite(@TempDir Path directory) throws Exception {
		Shell shell = new Shell(directory, "true");
		assertThat(shell.run("aws-cli.sh", Map.of("AWS_REGION", "us-east-1"))).isZero();
		assertThat(shell.calls()).hasSize(9)
			.noneMatch((call) -> call.contains("update-continuous-backups"))
			.filteredOn((call) -> call.endsWith("--deletion-protection-enabled"))
			.extracting((call) -> call.split(" ")[3])
			.containsExactly("dynamodb-toolkit-flags", "apps");
		assertThat(shell.run("aws-cli.sh", Map.of("AWS_REGION", "us-east-1", "POINT_IN_TIME_RECOVERY", "true")))
			.isZero();
		assertThat(shell.calls()).hasSize(11)
			.filteredOn((call) -> call.startsWith("dynamodb update-continuous-backups"))
			.extracting((call) -> call.split(" ")[3])
			.containsExactly("dynamodb-toolkit-flags", "apps");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })
	void theCommandLineStopsAtWhatFails(int call, @TempDir Path directory) throws Exception {
		Shell shell = new Shell(directory, "test $(wc -l < \"$CALLS\") -lt " + call);
		assertThat(shell.run("aws-cli.sh", Map.of("AWS_REGION", "us-east-1", "POINT_IN_TIME_RECOVERY", "true")))
			.isNotZero();
		assertThat(shell.calls()).hasSize(call);
	}

	@Test
	void theCommandLineDoesNothingWithoutARegion(@TempDir Path directory) throws Exception {
		Shell shell = new Shell(directory, "true");
		assertThat(shell.run("aws-cli.sh", Map.of())).isNotZero();
		assertThat(shell.calls()).isEmpty();
	}

}
