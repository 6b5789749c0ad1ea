package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import io.github.dynamodbtoolkit.table.TableSchema.Difference;
import io.github.dynamodbtoolkit.table.TableSchema.Index;
import io.github.dynamodbtoolkit.table.TableSchema.Key;
import io.github.dynamodbtoolkit.table.TableSchema.Report;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/**
 * Creates a table, and says how it differs from what it should be.
 */
public final class TableAdmin {

	private static final Logger logger = LoggerFactory.getLogger(TableClient.class);

	private static final Duration LONGEST_CREATION = Duration.ofMinutes(2);

	private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

	private final DynamoDbClient client;

	private final Calls calls;

	private final String name;

	TableAdmin(DynamoDbClient client, Calls calls) {
		this.client = client;
		this.calls = calls;
		this.name = calls.settings().tableName();
	}

	/**
	 * Looks at the table: one DescribeTable, and one DescribeTimeToLive if the schema has
	 * a time to live and the keys are right. If they are not, that is the only
	 * difference, because no other could be mended to any avail.
	 * @param schema what it should look like
	 * @param kind the kind of call
	 * @return how it differs; a missing table is one fatal difference
	 * @throws TableException if DynamoDB would not say
	 */
	public Report inspect(TableSchema schema, CallKind kind) {
		AwsCli cli = new AwsCli(this.name, this.client);
		try {
			Inspection inspection = new Inspection(cli);
			boolean keysAreRight = inspection.compare(schema, describe(kind));
			if (keysAreRight && schema.ttlAttribute() != null) {
				inspection.compare(schema.ttlAttribute(), describeTimeToLive(kind));
			}
			return new Report(this.name, inspection.differences());
		}
		catch (TableNotFoundException ex) {
			return new Report(this.name,
					List.of(new Difference(true, "the table does not exist", cli.createTable(schema))));
		}
	}

	/**
	 * The command that creates the table, with its index and time to live. Makes no call.
	 * @param schema what it should look like
	 * @return a line for the AWS command line
	 */
	public String createCommand(TableSchema schema) {
		return new AwsCli(this.name, this.client).createTable(schema);
	}

	/**
	 * Creates the table with its index and time to live unless it exists, and waits until
	 * it is ACTIVE, at most two minutes. Any number of processes may do so at once. What
	 * exists is never changed, but for a time to live that is off, of a table that is
	 * otherwise usable.
	 * @param schema what it should look like
	 * @throws TableSchemaException if the table exists in a form that is not usable, or
	 * is not ACTIVE in time
	 * @throws TableException if DynamoDB did not do its part
	 */
	public void create(TableSchema schema) {
		if (look() == null) {
			createUnlessPresent(schema);
		}
		waitWhileCreating();
		Report report = inspect(schema, CallKind.BULK);
		if (!report.usable()) {
			throw new TableSchemaException(report);
		}
		if (schema.ttlAttribute() != null) {
			enableTimeToLive(schema.ttlAttribute());
		}
	}

	private @Nullable TableDescription look() {
		try {
			return describe(CallKind.BULK);
		}
		catch (TableNotFoundException ex) {
			return null;
		}
	}

	private TableDescription describe(CallKind kind) {
		return this.calls
			.make("DescribeTable", kind,
					(override) -> this.client
						.describeTable((request) -> request.tableName(this.name).overrideConfiguration(override)),
					(answer) -> Usage.NONE)
			.table();
	}

	private TimeToLiveDescription describeTimeToLive(CallKind kind) {
		return this.calls
			.make("DescribeTimeToLive", kind,
					(override) -> this.client
						.describeTimeToLive((request) -> request.tableName(this.name).overrideConfiguration(override)),
					(answer) -> Usage.NONE)
			.timeToLiveDescription();
	}

	private void createUnlessPresent(TableSchema schema) {
		CreateTableRequest.Builder request = createRequest(schema);
		CreateTableResponse created = this.calls.make("CreateTable", CallKind.BULK, (override) -> {
			try {
				return this.client.createTable(request.overrideConfiguration(override).build());
			}
			catch (ResourceInUseException ex) {
				return CreateTableResponse.builder().build(); // another process was
																// faster
			}
		}, (answer) -> Usage.NONE);
		if (created.tableDescription() != null) {
			logger.info("Created DynamoDB table \"{}\", billed on demand", this.name);
		}
	}

	/** A table that was just created may not be seen at once. */
	private void waitWhileCreating() {
		TimeSource time = this.calls.settings().time();
		long start = time.nanoTime();
		TableDescription table = look();
		while ((table == null || table.tableStatus() == TableStatus.CREATING)
				&& time.nanoTime() - start < LONGEST_CREATION.toNanos()) {
			this.calls.sleep(BETWEEN_LOOKS, "CreateTable");
			table = look();
		}
	}

	private void enableTimeToLive(String attribute) {
		if (Inspection.isEnabled(describeTimeToLive(CallKind.BULK))) {
			return;
		}
		try {
			this.calls.make("UpdateTimeToLive", CallKind.BULK,
					(override) -> this.client.updateTimeToLive((request) -> request.tableName(this.name)
						.timeToLiveSpecification((ttl) -> ttl.attributeName(attribute).enabled(true))
						.overrideConfiguration(override)),
					(answer) -> Usage.NONE);
		}
		catch (TableException ex) {
			// Refused because another process was faster is what was wanted.
			if (!Inspection.isEnabled(describeTimeToLive(CallKind.BULK))) {
				throw ex;
			}
		}
	}

	private CreateTableRequest.Builder createRequest(TableSchema schema) {
		CreateTableRequest.Builder request = CreateTableRequest.builder()
			.tableName(this.name)
			.billingMode(BillingMode.PAY_PER_REQUEST)
			.keySchema(elements(schema.keys()))
			.attributeDefinitions(schema.keyAttributes().stream().map(TableAdmin::stringAttribute).toList());
		Index index = schema.index();
		if (index != null) {
			request.globalSecondaryIndexes((definition) -> definition.indexName(index.name())
				.keySchema(elements(index.keys()))
				.projection((projection) -> projection.projectionType(ProjectionType.ALL)));
		}
		return request;
	}

	private static List<KeySchemaElement> elements(List<Key> keys) {
		return keys.stream()
			.map((key) -> KeySchemaElement.builder().attributeName(key.name()).keyType(key.type()).build())
			.toList();
	}

	private static AttributeDefinition stringAttribute(String name) {
		return AttributeDefinition.builder().attributeName(name).attributeType(ScalarAttributeType.S).build();
	}

}
