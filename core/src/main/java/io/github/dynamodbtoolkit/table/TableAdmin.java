package io.github.dynamodbtoolkit.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import io.github.dynamodbtoolkit.table.TableSchema.Difference;
import io.github.dynamodbtoolkit.table.TableSchema.Index;
import io.github.dynamodbtoolkit.table.TableSchema.Report;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/**
 * Creates a table, and says how it differs from what it should be.
 */
public final class TableAdmin {

	private final TableClient table;

	private final String name;

	TableAdmin(TableClient table) {
		this.table = table;
		this.name = table.settings().tableName();
	}

	/**
	 * Looks at the table: one DescribeTable, and one DescribeTimeToLive if the schema has
	 * a time to live.
	 * @param schema what it should look like
	 * @param kind the kind of call
	 * @return how it differs; a missing table is one fatal difference
	 * @throws TableException if DynamoDB would not say
	 */
	public Report inspect(TableSchema schema, CallKind kind) {
		try {
			List<Difference> differences = new ArrayList<>();
			TableDescription description = describe(kind);
			compareStatus(description, differences);
			compareKeys(schema, description, differences);
			if (schema.index() != null) {
				compareIndex(schema.index(), description, differences);
			}
			if (schema.ttlAttribute() != null) {
				compareTimeToLive(schema.ttlAttribute(), kind, differences);
			}
			differences.sort(Comparator.comparing(Difference::fatal).reversed());
			return new Report(this.name, List.copyOf(differences));
		}
		catch (TableNotFoundException ex) {
			return new Report(this.name,
					List.of(new Difference(true, "the table does not exist", createCommand(schema))));
		}
	}

	private TableDescription describe(CallKind kind) {
		return this.table
			.call("DescribeTable", kind,
					(override) -> client()
						.describeTable((request) -> request.tableName(this.name).overrideConfiguration(override)),
					(answer) -> Usage.NONE)
			.table();
	}

	private static void compareStatus(TableDescription description, List<Difference> differences) {
		TableStatus status = description.tableStatus();
		if (status != TableStatus.ACTIVE && status != TableStatus.UPDATING) {
			differences.add(new Difference(true, "the table is " + description.tableStatusAsString() + ", not ACTIVE",
					"Wait until it is, or restore it."));
		}
	}

	private static void compareKeys(TableSchema schema, TableDescription description, List<Difference> differences) {
		String expected = keysAsText(schema.partitionKey(), schema.sortKey());
		String found = keysAsText(description.keySchema(), description.attributeDefinitions());
		if (!expected.equals(found)) {
			differences.add(new Difference(true, "its keys are " + found + ", expected " + expected,
					"Keys cannot be changed: use another table-name, or delete and create the table."));
		}
	}

	private static void compareIndex(Index index, TableDescription description, List<Difference> differences) {
		String expected = keysAsText(index.partitionKey(), index.sortKey());
		GlobalSecondaryIndexDescription present = description.globalSecondaryIndexes()
			.stream()
			.filter((candidate) -> candidate.indexName().equals(index.name()))
			.findAny()
			.orElse(null);
		String remedy = "Add it with your infrastructure: global secondary index " + index.name() + " on " + expected
				+ ", projection ALL.";
		if (present == null) {
			differences.add(new Difference(index.required(), "it has no index " + index.name(), remedy));
			return;
		}
		String found = keysAsText(present.keySchema(), description.attributeDefinitions());
		if (!expected.equals(found)) {
			differences.add(new Difference(index.required(),
					"the keys of its index " + index.name() + " are " + found + ", expected " + expected, remedy));
		}
	}

	private void compareTimeToLive(String attribute, CallKind kind, List<Difference> differences) {
		TimeToLiveDescription found = describeTimeToLive(kind);
		boolean enabled = isEnabled(found);
		if (enabled && attribute.equals(found.attributeName())) {
			return;
		}
		String description = enabled
				? "its time to live is on attribute " + found.attributeName() + ", expected " + attribute
				: "its time to live is off, so that expired items are never deleted";
		differences.add(new Difference(false, description, timeToLiveCommand(attribute)));
	}

	private TimeToLiveDescription describeTimeToLive(CallKind kind) {
		return this.table
			.call("DescribeTimeToLive", kind,
					(override) -> client()
						.describeTimeToLive((request) -> request.tableName(this.name).overrideConfiguration(override)),
					(answer) -> Usage.NONE)
			.timeToLiveDescription();
	}

	private static boolean isEnabled(TimeToLiveDescription timeToLive) {
		return timeToLive.timeToLiveStatus() == TimeToLiveStatus.ENABLED
				|| timeToLive.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
	}

	/**
	 * Creates the table with its index and time to live unless it exists, and waits until
	 * it is ACTIVE, at most two minutes. Any number of processes may do so at once. What
	 * exists is never changed, but for a time to live that is off.
	 * @param schema what it should look like
	 * @throws TableException if it was not created, or is not usable
	 */
	public void create(TableSchema schema) {
		Report before = inspect(schema, CallKind.BULK);
		if (before.differences().isEmpty()) {
			return;
		}
		createUnlessPresent(schema);
		waitUntilActive();
		enableTimeToLive(schema);
		Report after = inspect(schema, CallKind.BULK);
		if (!after.usable()) {
			throw new TableSchemaException(after);
		}
	}

	private void createUnlessPresent(TableSchema schema) {
		this.table.call("CreateTable", CallKind.BULK, (override) -> {
			try {
				return client().createTable(createRequest(schema).overrideConfiguration(override).build());
			}
			catch (ResourceInUseException ex) {
				return null; // it exists, or another process has just created it
			}
		}, (answer) -> Usage.NONE);
	}

	private void waitUntilActive() {
		client().waiter().waitUntilTableExists((request) -> request.tableName(this.name));
	}

	private void enableTimeToLive(TableSchema schema) {
		String attribute = schema.ttlAttribute();
		if (attribute == null || isEnabled(describeTimeToLive(CallKind.BULK))) {
			return;
		}
		try {
			this.table.call("UpdateTimeToLive", CallKind.BULK,
					(override) -> client().updateTimeToLive((request) -> request.tableName(this.name)
						.timeToLiveSpecification((ttl) -> ttl.attributeName(attribute).enabled(true))
						.overrideConfiguration(override)),
					(answer) -> Usage.NONE);
		}
		catch (TableException ex) {
			// Refused because another process was faster is what was wanted.
			if (!isEnabled(describeTimeToLive(CallKind.BULK))) {
				throw ex;
			}
		}
	}

	private CreateTableRequest.Builder createRequest(TableSchema schema) {
		CreateTableRequest.Builder request = CreateTableRequest.builder()
			.tableName(this.name)
			.billingMode(BillingMode.PAY_PER_REQUEST)
			.keySchema(keys(schema.partitionKey(), schema.sortKey()))
			.attributeDefinitions(attributes(schema));
		Index index = schema.index();
		if (index != null) {
			request.globalSecondaryIndexes((definition) -> definition.indexName(index.name())
				.keySchema(keys(index.partitionKey(), index.sortKey()))
				.projection((projection) -> projection.projectionType(ProjectionType.ALL)));
		}
		return request;
	}

	private static List<KeySchemaElement> keys(String partitionKey, @Nullable String sortKey) {
		List<KeySchemaElement> keys = new ArrayList<>();
		keys.add(KeySchemaElement.builder().attributeName(partitionKey).keyType(KeyType.HASH).build());
		if (sortKey != null) {
			keys.add(KeySchemaElement.builder().attributeName(sortKey).keyType(KeyType.RANGE).build());
		}
		return keys;
	}

	private static List<AttributeDefinition> attributes(TableSchema schema) {
		Set<@Nullable String> names = new LinkedHashSet<>();
		names.add(schema.partitionKey());
		names.add(schema.sortKey());
		Index index = schema.index();
		if (index != null) {
			names.add(index.partitionKey());
			names.add(index.sortKey());
		}
		return names.stream()
			.filter(Objects::nonNull)
			.map((name) -> AttributeDefinition.builder()
				.attributeName(name)
				.attributeType(ScalarAttributeType.S)
				.build())
			.toList();
	}

	private static String keysAsText(String partitionKey, @Nullable String sortKey) {
		return partitionKey + " (S, HASH)" + (sortKey != null ? ", " + sortKey + " (S, RANGE)" : "");
	}

	private static String keysAsText(List<KeySchemaElement> keys, List<AttributeDefinition> attributes) {
		return String.join(", ",
				keys.stream()
					.map((key) -> key.attributeName() + " (" + typeOf(key.attributeName(), attributes) + ", "
							+ key.keyTypeAsString() + ")")
					.toList());
	}

	private static String typeOf(String name, List<AttributeDefinition> attributes) {
		return attributes.stream()
			.filter((attribute) -> attribute.attributeName().equals(name))
			.map(AttributeDefinition::attributeTypeAsString)
			.findAny()
			.orElse("?");
	}

	private String createCommand(TableSchema schema) {
		StringBuilder command = new StringBuilder("aws dynamodb create-table --table-name ").append(this.name)
			.append(" --billing-mode PAY_PER_REQUEST --attribute-definitions");
		attributes(schema).forEach((attribute) -> command.append(" AttributeName=")
			.append(attribute.attributeName())
			.append(",AttributeType=S"));
		command.append(" --key-schema");
		keys(schema.partitionKey(), schema.sortKey()).forEach((key) -> command.append(" AttributeName=")
			.append(key.attributeName())
			.append(",KeyType=")
			.append(key.keyTypeAsString()));
		Index index = schema.index();
		if (index != null) {
			command.append(" --global-secondary-indexes 'IndexName=").append(index.name()).append(",KeySchema=[");
			command.append(String.join(",", keys(index.partitionKey(), index.sortKey()).stream()
				.map((key) -> "{AttributeName=" + key.attributeName() + ",KeyType=" + key.keyTypeAsString() + "}")
				.toList()));
			command.append("],Projection={ProjectionType=ALL}'");
		}
		if (schema.ttlAttribute() != null) {
			command.append(" && aws dynamodb wait table-exists --table-name ").append(this.name).append(" && ");
			command.append(timeToLiveCommand(schema.ttlAttribute()));
		}
		return command.toString();
	}

	private String timeToLiveCommand(String attribute) {
		return "aws dynamodb update-time-to-live --table-name " + this.name
				+ " --time-to-live-specification Enabled=true,AttributeName=" + attribute;
	}

	private DynamoDbClient client() {
		return this.table.client();
	}

}
