package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dynamodbtoolkit.table.TableSchema.Difference;
import io.github.dynamodbtoolkit.table.TableSchema.Index;
import io.github.dynamodbtoolkit.table.TableSchema.Report;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link TableAdmin}.
 */
@Tag("contract")
class TableAdminTests {

	private static final TableSchema WITHOUT_INDEX = new TableSchema("pk", "sk", null, "ttl");

	private static final TableSchema WITHOUT_TTL = new TableSchema("pk", "sk", TableSchema.TOOLKIT.index(), null);

	private static final TableSchema OTHER_TTL = new TableSchema("pk", "sk", TableSchema.TOOLKIT.index(), "expires");

	private static final TableSchema OTHER_KEYS = new TableSchema("id", null, null, null);

	private static final TableSchema REQUIRED_INDEX = new TableSchema("pk", "sk",
			new Index("gsi1", "gsi1pk", "gsi1sk", true), "ttl");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final DynamoDbClient client = DynamoDbLocal.client();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final MutableTimeSource time = new MutableTimeSource();

	private final String name = dynamoDb.newTableName();

	private final TableAdmin admin = TableClient
		.on(DynamoDbLocal.client(this.http),
				TableSettings.of(this.name).withBudgets(DynamoDbLocal.testBudgets()).withTime(this.time))
		.admin();

	private final AwsCommandLine commandLine = new AwsCommandLine(this.client);

	@Test
	void createsTheTableWithIndexAndTimeToLive() {
		this.admin.create(TableSchema.TOOLKIT);
		assertThat(inspect(TableSchema.TOOLKIT).differences()).isEmpty();
		assertThat(inspect(REQUIRED_INDEX).differences()).isEmpty();
		TableDescription table = describe();
		assertThat(table.billingModeSummary().billingModeAsString()).isEqualTo("PAY_PER_REQUEST");
		assertThat(table.globalSecondaryIndexes()).singleElement()
			.satisfies((index) -> assertThat(index.projection().projectionTypeAsString()).isEqualTo("ALL"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void createsTablesOfAnyLayout(boolean sortKey) {
		TableSchema schema = new TableSchema("AppId", sortKey ? "part" : null,
				new Index("AppKeyIndex", "AppKey", null, true), null);
		this.admin.create(schema);
		assertThat(inspect(schema).differences()).isEmpty();
	}

	@Test
	void leavesATableThatIsRightAsItIs() {
		this.admin.create(TableSchema.TOOLKIT);
		putItem();
		this.http.forget();
		this.admin.create(TableSchema.TOOLKIT);
		assertThat(operations()).containsOnly("DescribeTable", "DescribeTimeToLive");
		assertThat(hasItem()).isTrue();
	}

	@Test
	void isSafeWhenManyCreateAtOnceAndOneTellsOfIt() throws Exception {
		Logger logger = (Logger) LoggerFactory.getLogger(TableClient.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.addAppender(log);
		Race.run(10, () -> {
			TableClient.on(this.client, TableSettings.of(this.name).withBudgets(DynamoDbLocal.testBudgets()))
				.admin()
				.create(TableSchema.TOOLKIT);
			return null;
		});
		logger.detachAppender(log);
		assertThat(inspect(TableSchema.TOOLKIT).differences()).isEmpty();
		assertThat(log.list).extracting(ILoggingEvent::toString)
			.containsExactly("[INFO] Created DynamoDB table \"" + this.name + "\" in us-east-1, billed on demand");
	}

	@Test
	void turnsATimeToLiveOnThatIsOff() {
		createTable(WITHOUT_TTL);
		this.admin.create(TableSchema.TOOLKIT);
		assertThat(inspect(TableSchema.TOOLKIT).differences()).isEmpty();
	}

	@Test
	void isContentIfAnotherTurnsTheTimeToLiveOnFirst() {
		createTable(WITHOUT_TTL);
		this.http.once("UpdateTimeToLive", (attempt) -> {
			createTimeToLive("ttl");
			return attempt.send();
		});
		this.admin.create(TableSchema.TOOLKIT);
		assertThat(this.http.journal()).filteredOn((attempt) -> attempt.operation().equals("UpdateTimeToLive"))
			.singleElement()
			.matches((attempt) -> !attempt.applied());
	}

	@Test
	void doesNotTouchATimeToLiveOnAnotherAttribute() {
		createTable(OTHER_TTL);
		this.admin.create(TableSchema.TOOLKIT);
		assertThat(inspect(OTHER_TTL).differences()).isEmpty();
	}

	@Test
	void doesNotTouchATableWithOtherKeys() {
		createTable(OTHER_KEYS);
		this.http.forget();
		TableSchemaException exception = catchThrowableOfType(TableSchemaException.class,
				() -> this.admin.create(TableSchema.TOOLKIT));
		assertThat(exception)
			.hasMessageStartingWith("DynamoDB table \"" + this.name + "\" is not as the stores need it: its keys are "
					+ "id (S, HASH), expected pk (S, HASH), sk (S, RANGE). Keys cannot be changed: create a table "
					+ "of another name, and use that");
		assertThat(exception.getTableName()).isEqualTo(this.name);
		assertThat(exception.getReport().usable()).isFalse();
		assertThat(exception.getReport().differences()).as("none of an index that would not help").hasSize(1);
		assertThat(operations()).containsOnly("DescribeTable");
	}

	@Test
	void doesNotAddAnIndexToATableThatExists() {
		createTable(WITHOUT_INDEX);
		this.admin.create(TableSchema.TOOLKIT);
		assertThat(describe().hasGlobalSecondaryIndexes()).isFalse();
		assertThatExceptionOfType(TableSchemaException.class).isThrownBy(() -> this.admin.create(REQUIRED_INDEX))
			.withMessageContaining("it has no index gsi1");
	}

	@Test
	void waitsUntilTheTableIsActive() {
		this.http.rule((operation, number) -> operation.equals("DescribeTable") && number > 1 && number < 5
				? status("CREATING") : Fault.none());
		this.admin.create(TableSchema.TOOLKIT);
		assertThat(this.time.sleeps()).hasSize(3);
		assertThat(inspect(TableSchema.TOOLKIT).differences()).isEmpty();
	}

	@Test
	void waitsUntilATableThatWasJustCreatedIsSeen() {
		this.http.rule((operation, number) -> operation.equals("DescribeTable") && number < 5
				? Fault.error(400, "ResourceNotFoundException") : Fault.none());
		this.admin.create(TableSchema.TOOLKIT);
		assertThat(this.time.sleeps()).hasSize(3);
	}

	@Test
	void doesNotWaitForEver() {
		createTable(TableSchema.TOOLKIT);
		this.http.rule((operation, number) -> operation.equals("DescribeTable") ? status("CREATING") : Fault.none());
		assertThatExceptionOfType(TableSchemaException.class).isThrownBy(() -> this.admin.create(TableSchema.TOOLKIT))
			.withMessageContaining("the table is CREATING, not ACTIVE. Wait until it is, or restore it");
		Duration waited = this.time.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
		assertThat(waited).isEqualTo(Duration.ofMinutes(2));
	}

	@Test
	void anInterruptEndsTheWait() {
		this.http.rule((operation, number) -> operation.equals("DescribeTable") ? status("CREATING") : Fault.none());
		createTable(TableSchema.TOOLKIT);
		TableClient table = TableClient.on(DynamoDbLocal.client(this.http),
				TableSettings.of(this.name)
					.withBudgets(DynamoDbLocal.testBudgets())
					.withTime(new InterruptingTimeSource()));
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> table.admin().create(TableSchema.TOOLKIT))
			.withMessageContaining("was interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void handsOnThatCreationIsNotPermitted() {
		this.http.once("CreateTable", Fault.error(400, "AccessDeniedException"));
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.admin.create(TableSchema.TOOLKIT))
			.withMessageContaining("Allow dynamodb:CreateTable on this table");
	}

	@Test
	void saysHowToCreateAMissingTable() {
		Difference difference = onlyDifference(TableSchema.TOOLKIT);
		assertThat(difference.fatal()).isTrue();
		assertThat(difference.description()).isEqualTo("the table does not exist");
		this.commandLine.run(difference.remedy());
		assertThat(inspect(TableSchema.TOOLKIT).differences()).isEmpty();
	}

	@Test
	void saysHowToCreateAMissingTableOfAnotherLayout() {
		TableSchema schema = new TableSchema("AppId", null, new Index("AppKeyIndex", "AppKey", null, true), null);
		this.commandLine.run(onlyDifference(schema).remedy());
		assertThat(inspect(schema).differences()).isEmpty();
	}

	@Test
	void saysTheLineForACreationWordByWord() {
		String target = " --table-name " + this.name + " --region us-east-1 --endpoint-url " + DynamoDbLocal.endpoint();
		assertThat(onlyDifference(TableSchema.TOOLKIT).remedy()).isEqualTo("aws dynamodb create-table" + target
				+ " --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=pk,AttributeType=S "
				+ "AttributeName=sk,AttributeType=S AttributeName=gsi1pk,AttributeType=S "
				+ "AttributeName=gsi1sk,AttributeType=S --key-schema AttributeName=pk,KeyType=HASH "
				+ "AttributeName=sk,KeyType=RANGE --global-secondary-indexes '[{\"IndexName\":\"gsi1\",\"KeySchema\":"
				+ "[{\"AttributeName\":\"gsi1pk\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"gsi1sk\",\"KeyType\":"
				+ "\"RANGE\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}]' && aws dynamodb wait table-exists"
				+ target + " && aws dynamodb update-time-to-live" + target
				+ " --time-to-live-specification Enabled=true,AttributeName=ttl");
	}

	@Test
	void warnsOfAMissingIndexThatNothingReads() {
		createTable(WITHOUT_INDEX);
		Difference difference = onlyDifference(TableSchema.TOOLKIT);
		assertThat(difference.fatal()).isFalse();
		assertThat(difference.description()).isEqualTo("it has no index gsi1");
		assertThat(inspect(TableSchema.TOOLKIT).usable()).isTrue();
		this.commandLine.run(difference.remedy());
		assertThat(describe().globalSecondaryIndexes()).extracting("indexName").containsExactly("gsi1");
	}

	@Test
	void failsForAMissingIndexThatIsRead() {
		createTable(WITHOUT_INDEX);
		assertThat(onlyDifference(REQUIRED_INDEX).fatal()).isTrue();
	}

	@Test
	void tellsAnIndexOfAnotherForm() {
		createTable(new TableSchema("pk", "sk", new Index("gsi1", "other", null, true), "ttl"));
		Difference difference = onlyDifference(REQUIRED_INDEX);
		assertThat(difference.fatal()).isTrue();
		assertThat(difference.description()).isEqualTo("its index gsi1 has other (S, HASH), projection ALL, expected "
				+ "gsi1pk (S, HASH), gsi1sk (S, RANGE), projection ALL");
		assertThat(onlyDifference(TableSchema.TOOLKIT).fatal()).isFalse();
	}

	@Test
	void tellsAnIndexThatIsBeingBuilt() {
		createTable(REQUIRED_INDEX);
		this.http.once("DescribeTable", Fault
			.changedAnswer((body) -> body.replace("\"IndexStatus\":\"ACTIVE\"", "\"IndexStatus\":\"CREATING\"")));
		assertThat(onlyDifference(REQUIRED_INDEX).description()).isEqualTo("its index gsi1 is CREATING, not ACTIVE");
	}

	@Test
	void tellsKeysOfAnotherType() {
		createTable(WITHOUT_INDEX);
		this.http.once("DescribeTable",
				Fault.changedAnswer((body) -> body.replace("{\"AttributeName\":\"sk\",\"AttributeType\":\"S\"}",
						"{\"AttributeName\":\"sk\",\"AttributeType\":\"N\"}")));
		assertThat(onlyDifference(WITHOUT_INDEX).description())
			.isEqualTo("its keys are pk (S, HASH), sk (N, RANGE), expected pk (S, HASH), sk (S, RANGE)");
	}

	@Test
	void warnsOfATimeToLiveThatIsOff() {
		createTable(WITHOUT_TTL);
		Difference difference = onlyDifference(TableSchema.TOOLKIT);
		assertThat(difference.fatal()).isFalse();
		assertThat(difference.description())
			.isEqualTo("its time to live is off, so that expired items are never deleted");
		this.commandLine.run(difference.remedy());
		assertThat(inspect(TableSchema.TOOLKIT).differences()).isEmpty();
	}

	@Test
	void warnsOfATimeToLiveOnAnotherAttribute() {
		createTable(OTHER_TTL);
		Difference difference = onlyDifference(TableSchema.TOOLKIT);
		assertThat(difference.fatal()).isFalse();
		assertThat(difference.description()).isEqualTo("its time to live is on attribute expires, expected ttl");
		List<String> lines = List.of(difference.remedy().split(", and up to an hour later "));
		assertThat(lines).hasSize(2);
		lines.forEach(this.commandLine::run);
		assertThat(inspect(TableSchema.TOOLKIT).differences()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATING", "DELETING", "ARCHIVED", "INACCESSIBLE_ENCRYPTION_CREDENTIALS", "NEW_STATUS" })
	void tellsATableThatIsNotActive(String status) {
		createTable(TableSchema.TOOLKIT);
		this.http.once("DescribeTable", status(status));
		Difference difference = onlyDifference(TableSchema.TOOLKIT);
		assertThat(difference.fatal()).isTrue();
		assertThat(difference.description()).isEqualTo("the table is " + status + ", not ACTIVE");
	}

	@Test
	void aTableThatIsBeingUpdatedIsUsable() {
		createTable(TableSchema.TOOLKIT);
		this.http.once("DescribeTable", status("UPDATING"));
		assertThat(inspect(TableSchema.TOOLKIT).differences()).isEmpty();
	}

	@Test
	void namesTheWorstFirst() {
		createTable(new TableSchema("pk", "sk", null, null));
		assertThat(inspect(REQUIRED_INDEX).differences()).extracting(Difference::fatal).containsExactly(true, false);
	}

	@Test
	void looksWithTwoRequestsAndChangesNothing() {
		createTable(WITHOUT_TTL);
		this.http.forget();
		inspect(TableSchema.TOOLKIT);
		assertThat(operations()).containsExactlyInAnyOrder("DescribeTable", "DescribeTimeToLive");
		this.http.forget();
		inspect(WITHOUT_TTL);
		assertThat(operations()).containsExactly("DescribeTable");
	}

	@Test
	void handsOnThatDynamoDbDoesNotSay() {
		this.http.always(Fault.internalError());
		assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> inspect(TableSchema.TOOLKIT));
	}

	private Report inspect(TableSchema schema) {
		Report report = this.admin.inspect(schema, CallKind.BULK);
		assertThat(report.tableName()).isEqualTo(this.name);
		return report;
	}

	private Difference onlyDifference(TableSchema schema) {
		List<Difference> differences = inspect(schema).differences();
		assertThat(differences).hasSize(1);
		return differences.get(0);
	}

	private void createTable(TableSchema schema) {
		TableClient.on(this.client, TableSettings.of(this.name).withBudgets(DynamoDbLocal.testBudgets()))
			.admin()
			.create(schema);
	}

	private void createTimeToLive(String attribute) {
		this.client.updateTimeToLive((request) -> request.tableName(this.name)
			.timeToLiveSpecification((ttl) -> ttl.attributeName(attribute).enabled(true)));
	}

	private TableDescription describe() {
		return this.client.describeTable((request) -> request.tableName(this.name)).table();
	}

	private void putItem() {
		this.client.putItem((request) -> request.tableName(this.name)
			.item(Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("a"))));
	}

	private boolean hasItem() {
		return this.client.scan((request) -> request.tableName(this.name)).hasItems();
	}

	private Set<String> operations() {
		return this.http.journal().stream().map(Attempt::operation).collect(Collectors.toSet());
	}

	private static Fault status(String status) {
		return Fault
			.changedAnswer((body) -> body.replace("\"TableStatus\":\"ACTIVE\"", "\"TableStatus\":\"" + status + "\""));
	}

	private static final class InterruptingTimeSource implements TimeSource {

		@Override
		public Instant instant() {
			return MutableTimeSource.START;
		}

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public void sleep(Duration duration) throws InterruptedException {
			throw new InterruptedException();
		}

	}

}
