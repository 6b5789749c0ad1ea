package io.github.dynamodbtoolkit.spring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableSchemaException;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.table.TableUnavailableException;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.Monitors;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link TableClients}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class TableClientsTests {

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static final String[] WARM_UP = { "GetItem", "BatchGetItem", "PutItem", "UpdateItem" };

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final DynamoDbClient client = DynamoDbLocal.client(this.http);

	private TableClients tables(String tableName, InitializeSchema initializeSchema) {
		return tables(this.client, patient(tableName), initializeSchema);
	}

	private static TableClients tables(DynamoDbClient client, TableSettings settings,
			InitializeSchema initializeSchema) {
		return new TableClients(client, new TableDefaults(settings, null, null, initializeSchema, true, true));
	}

	private static TableSettings patient(String tableName) {
		return TableSettings.of(tableName).withBudgets(DynamoDbLocal.testBudgets());
	}

	private static TableClient forStore(TableClients tables, String store) {
		return tables.forStore(store, null, null, null, TableSchema.TOOLKIT);
	}

	private List<String> operations() {
		return this.http.journal().stream().map(Attempt::operation).toList();
	}

	@Test
	void looksAtATableOnceAndWarmsEveryStoreUp(CapturedOutput output) {
		TableClients tables = tables(dynamoDb.tableName(), InitializeSchema.NEVER);
		forStore(tables, "cache");
		assertThat(operations()).startsWith("DescribeTable", "DescribeTimeToLive").endsWith(WARM_UP).hasSize(6);
		this.http.forget();
		forStore(tables, "dedupe");
		assertThat(operations()).containsExactly(WARM_UP);
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void leavesTheWarmUpOutIfAsked() {
		TableClients tables = new TableClients(this.client,
				new TableDefaults(patient(dynamoDb.tableName()), null, null, InitializeSchema.NEVER, false, false));
		forStore(tables, "cache");
		assertThat(operations()).containsExactly("DescribeTable", "DescribeTimeToLive");
	}

	@Test
	void warmsUpNoTableWithOtherKeys() {
		TableSchema flags = new TableSchema("namespace", "key", null, null);
		tables(dynamoDb.newTableName(), InitializeSchema.CREATE).forStore("flags", null, null, null, flags);
		assertThat(operations()).contains("CreateTable").doesNotContain(WARM_UP);
	}

	@Test
	void givesTheTableItsSettings() {
		TableClients tables = tables(this.client, patient(dynamoDb.tableName()).withKeyPrefix("shop"),
				InitializeSchema.NEVER);
		TableClient table = forStore(tables, "cache");
		assertThat(table.settings().tableName()).isEqualTo(dynamoDb.tableName());
		assertThat(this.http.journal().get(2).body()).contains("shop:W#cache");
		assertThat(tables.time()).isSameAs(table.time());
	}

	@Test
	void remembersWhoUsesWhichTable() {
		TableClients tables = tables(dynamoDb.tableName(), InitializeSchema.NEVER);
		forStore(tables, "cache");
		forStore(tables, "dedupe");
		forStore(tables, "cache");
		assertThat(tables.tables()).singleElement().satisfies((table) -> {
			assertThat(table.name()).isEqualTo(dynamoDb.tableName());
			assertThat(table.schema()).isEqualTo(TableSchema.TOOLKIT);
			assertThat(table.stores()).containsExactly("cache", "dedupe");
		});
	}

	@Test
	void refusesOneTableForTwoSchemas() {
		TableClients tables = tables(dynamoDb.tableName(), InitializeSchema.NEVER);
		forStore(tables, "cache");
		assertThatIllegalStateException()
			.isThrownBy(() -> tables.forStore("flags", dynamoDb.tableName(), null, null,
					new TableSchema("namespace", "key", null, null)))
			.withMessageContaining("the store 'cache' and the store 'flags'")
			.withMessageContaining(dynamoDb.tableName());
	}

	@Test
	void refusesATableNameThatIsNone() {
		TableClients tables = tables(dynamoDb.tableName(), InitializeSchema.NEVER);
		assertThatThrownBy(() -> tables.forStore("cache", "t", null, null, TableSchema.TOOLKIT))
			.hasMessageContaining("'t' is not a DynamoDB table name");
	}

	@Test
	void neverWarnsOnceOfAMissingTable(CapturedOutput output) {
		String missing = dynamoDb.newTableName();
		TableClients tables = tables(missing, InitializeSchema.NEVER);
		forStore(tables, "cache");
		forStore(tables, "dedupe");
		assertThat(output).containsOnlyOnce("WARN")
			.contains("DynamoDB table \"" + missing + "\" is not usable")
			.contains("the table does not exist. To mend it: aws dynamodb create-table --table-name " + missing);
		assertThat(operations()).containsExactly("DescribeTable");
	}

	@Test
	void neverWarnsOfWrongKeys(CapturedOutput output) {
		forStore(tables(tableWithKey("id"), InitializeSchema.NEVER), "cache");
		assertThat(output).containsOnlyOnce("WARN")
			.contains("its keys are id (S, HASH), expected pk (S, HASH), sk (S, RANGE)");
	}

	@Test
	void neverWarnsOfWhatIsNotFatalAndWarmsUp(CapturedOutput output) {
		String bare = dynamoDb.newTableName();
		TableClient.on(DynamoDbLocal.client(), patient(bare)).admin().create(new TableSchema("pk", "sk", null, null));
		forStore(tables(bare, InitializeSchema.NEVER), "cache");
		assertThat(output).containsOnlyOnce("WARN")
			.contains("usable, but not as expected")
			.contains("it has no index gsi1")
			.contains("aws dynamodb update-time-to-live --table-name " + bare);
		assertThat(operations()).endsWith(WARM_UP);
	}

	@Test
	void neverWarnsOfMissingPermissionsAndStillWarmsUp(CapturedOutput output) {
		this.http.rule((operation, number) -> operation.startsWith("Describe")
				? Fault.error(400, "AccessDeniedException") : Fault.none());
		forStore(tables(dynamoDb.tableName(), InitializeSchema.NEVER), "cache");
		assertThat(output).containsOnlyOnce("WARN")
			.contains("Could not look at DynamoDB table")
			.contains("AccessDeniedException")
			.contains("dynamodb:DescribeTable");
		assertThat(operations()).startsWith("DescribeTable").endsWith(WARM_UP).hasSize(5);
	}

	@Test
	void neverStartsWhenDynamoDbIsDown(CapturedOutput output) throws IOException {
		try (DynamoDbClient down = elsewhere(closedPort())) {
			Duration delay = startFiveStoresOnThreeTables(down);
			assertThat(delay).isLessThan(LONGEST_DELAY);
		}
		assertThat(output).contains("Could not look at DynamoDB table");
	}

	@Test
	void neverStartsWithinFiveSecondsWhenDynamoDbIsABlackHole(CapturedOutput output) throws IOException {
		try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				DynamoDbClient down = elsewhere(blackHole.getLocalPort())) {
			Duration delay = startFiveStoresOnThreeTables(down);
			assertThat(delay).isBetween(Duration.ofSeconds(1), LONGEST_DELAY);
		}
		assertThat(output).contains("had no answer within 1500ms").contains("was not looked at");
	}

	private static Duration startFiveStoresOnThreeTables(DynamoDbClient down) {
		TableClients tables = tables(down, TableSettings.of("down-1"), InitializeSchema.NEVER);
		long start = System.nanoTime();
		forStore(tables, "cache");
		forStore(tables, "dedupe");
		forStore(tables, "ratelimit");
		tables.forStore("flags", "down-2", null, null, new TableSchema("namespace", "key", null, null));
		tables.forStore("apps", "down-3", null, null, new TableSchema("AppId", null, null, null));
		return Duration.ofNanos(System.nanoTime() - start);
	}

	@Test
	void warmUpEndsWhereACallCouldTakeTheStartTooLong() {
		forStore(tables(dynamoDb.tableName(), InitializeSchema.NEVER), "ratelimit");
		this.http.forget();
		MutableTimeSource clock = new MutableTimeSource();
		this.http.rule((operation, number) -> operation.startsWith("Describe") ? Fault.none() : (attempt) -> {
			clock.advance(Duration.ofMillis(1400));
			return attempt.send();
		});
		Instant start = clock.instant();
		TableClients tables = tables(this.client,
				patient(dynamoDb.tableName()).withTime(clock).withBudgets(CallBudgets.defaults()),
				InitializeSchema.NEVER);
		forStore(tables, "cache");
		forStore(tables, "dedupe");
		assertThat(operations()).endsWith("GetItem", "BatchGetItem", "PutItem").hasSize(5);
		assertThat(Duration.between(start, clock.instant())).isBetween(Duration.ofSeconds(4), LONGEST_DELAY);
	}

	@Test
	void neverStartsWithAClientThatCannotDescribe(CapturedOutput output) {
		DynamoDbClient foreign = new DynamoDbClient() {
			@Override
			public String serviceName() {
				return "dynamodb";
			}

			@Override
			public void close() {
			}
		};
		forStore(tables(foreign, patient("foreign"), InitializeSchema.NEVER), "cache");
		assertThat(output).contains("Could not look at DynamoDB table \"foreign\"");
	}

	@Test
	void validateFailsForAMissingTable() {
		String missing = dynamoDb.newTableName();
		TableClients tables = tables(missing, InitializeSchema.VALIDATE);
		assertThatExceptionOfType(TableSchemaException.class).isThrownBy(() -> forStore(tables, "cache"))
			.withMessageContaining(missing)
			.withMessageContaining("aws dynamodb create-table");
		assertThat(tables.tables()).isEmpty();
	}

	@Test
	void validateFailsForWrongKeys() {
		TableClients tables = tables(tableWithKey("id"), InitializeSchema.VALIDATE);
		assertThatExceptionOfType(TableSchemaException.class).isThrownBy(() -> forStore(tables, "cache"))
			.withMessageContaining("its keys are id (S, HASH)");
	}

	@Test
	void validateFailsWhenDynamoDbIsDown() throws IOException {
		try (DynamoDbClient down = elsewhere(closedPort())) {
			TableClients tables = tables(down, patient("down"), InitializeSchema.VALIDATE);
			assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> forStore(tables, "cache"));
		}
	}

	@Test
	void validateOnlyWarnsOfWhatIsNotFatal(CapturedOutput output) {
		String bare = dynamoDb.newTableName();
		TableClient.on(DynamoDbLocal.client(), patient(bare)).admin().create(new TableSchema("pk", "sk", null, "ttl"));
		forStore(tables(bare, InitializeSchema.VALIDATE), "cache");
		assertThat(output).containsOnlyOnce("WARN").contains("it has no index gsi1");
	}

	@Test
	void validateIsPatientWithPassingFaults() {
		this.http.once("DescribeTable", Fault.internalError());
		forStore(tables(dynamoDb.tableName(), InitializeSchema.VALIDATE), "cache");
		assertThat(operations()).startsWith("DescribeTable", "DescribeTable", "DescribeTimeToLive");
	}

	@Test
	void createCreatesTheTableWithIndexAndTimeToLive(CapturedOutput output) {
		String name = dynamoDb.newTableName();
		forStore(tables(name, InitializeSchema.CREATE), "cache");
		assertThat(this.client.describeTable((request) -> request.tableName(name)).table().globalSecondaryIndexes())
			.extracting("indexName")
			.containsExactly("gsi1");
		assertThat(this.client.describeTimeToLive((request) -> request.tableName(name))
			.timeToLiveDescription()
			.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void createWorksForTenInstancesAtOnce() throws Exception {
		String name = dynamoDb.newTableName();
		CountDownLatch ready = new CountDownLatch(10);
		ExecutorService instances = Executors.newFixedThreadPool(10);
		try {
			List<Future<TableClient>> started = Stream.generate(() -> instances.submit(() -> {
				TableClients tables = tables(name, InitializeSchema.CREATE);
				ready.countDown();
				ready.await();
				return forStore(tables, "cache");
			})).limit(10).toList();
			for (Future<TableClient> instance : started) {
				assertThat(instance.get().admin().inspect(TableSchema.TOOLKIT, CallKind.BULK).differences()).isEmpty();
			}
		}
		finally {
			instances.shutdownNow();
		}
	}

	@Test
	void nobodyWaitsForDynamoDbInAMonitor() {
		List<String> monitors = new CopyOnWriteArrayList<>();
		this.http.always((attempt) -> {
			monitors.addAll(Monitors.held());
			return attempt.send();
		});
		forStore(tables(dynamoDb.newTableName(), InitializeSchema.CREATE), "cache");
		assertThat(operations()).contains("CreateTable").contains(WARM_UP);
		assertThat(monitors).isEmpty();
	}

	@Test
	void createFailsForATableWithWrongKeys() {
		TableClients tables = tables(tableWithKey("id"), InitializeSchema.CREATE);
		assertThatExceptionOfType(TableSchemaException.class).isThrownBy(() -> forStore(tables, "cache"));
	}

	@ParameterizedTest
	@EnumSource(names = { "VALIDATE", "CREATE" })
	void asksAgainAfterAFailure(InitializeSchema initializeSchema) {
		this.http.always(Fault.error(400, "AccessDeniedException"));
		TableClients tables = tables(dynamoDb.tableName(), initializeSchema);
		assertThat(catchThrowable(() -> forStore(tables, "cache"))).isInstanceOf(TableException.class);
		this.http.heal();
		assertThat(forStore(tables, "cache")).isNotNull();
	}

	@Test
	void makesOneClientForEachOtherPlaceAndClosesIt() throws IOException {
		TableClients tables = tables(DynamoDbLocal.client(), TableSettings.of("down-1"), InitializeSchema.NEVER);
		URI elsewhere = URI.create("http://localhost:" + closedPort());
		tables.forStore("cache", null, null, elsewhere, TableSchema.TOOLKIT);
		tables.forStore("dedupe", null, null, elsewhere, TableSchema.TOOLKIT);
		tables.forStore("ratelimit", null, "eu-west-3", elsewhere, TableSchema.TOOLKIT);
		assertThat(tables.tables()).extracting(TableInUse::name)
			.containsExactlyInAnyOrder("down-1 at localhost:" + elsewhere.getPort(),
					"down-1 in eu-west-3 at localhost:" + elsewhere.getPort());
		tables.close();
		assertThat(DynamoDbLocal.client().listTables().sdkHttpResponse().isSuccessful()).isTrue();
	}

	@Test
	void isNotLedFromThisMachineByARegionAlone() {
		TableClients tables = new TableClients(DynamoDbLocal.client(), new TableDefaults(patient(dynamoDb.tableName()),
				"eu-west-3", null, InitializeSchema.VALIDATE, true, true));
		forStore(tables, "cache");
		assertThat(tables.tables()).extracting(TableInUse::name)
			.containsExactly(dynamoDb.tableName() + " in eu-west-3 at " + DynamoDbLocal.endpoint().getAuthority());
		tables.close();
	}

	@Test
	void takesTheClientItselfForItsOwnRegionAndEndpoint() {
		String region = this.client.serviceClientConfiguration().region().id();
		TableClients tables = tables(dynamoDb.tableName(), InitializeSchema.NEVER);
		tables.forStore("cache", null, region, DynamoDbLocal.endpoint(), TableSchema.TOOLKIT);
		forStore(tables, "dedupe");
		assertThat(tables.tables()).extracting(TableInUse::name).containsExactly(dynamoDb.tableName());
	}

	@Test
	void storesOfOneTableShareItsDirectory() {
		TableClients tables = tables(dynamoDb.tableName(), InitializeSchema.NEVER);
		assertThat(tables.directory("cache")).isSameAs(Directory.NONE);
		forStore(tables, "cache");
		forStore(tables, "ratelimit");
		assertThat(tables.directory("cache")).isNotSameAs(Directory.NONE).isSameAs(tables.directory("ratelimit"));
	}

	@Test
	void keepsNoDirectoryInATableWithOtherKeys() {
		TableClients tables = tables(dynamoDb.newTableName(), InitializeSchema.CREATE);
		tables.forStore("flags", null, null, null, TableSchema.FLAGS);
		assertThat(tables.directory("flags")).isSameAs(Directory.NONE);
	}

	@Test
	void takesTheDefaultPlaceOnlyWhereTheStoreNamesNone() {
		TableDefaults defaults = new TableDefaults(TableSettings.of("table"), "eu-west-3",
				URI.create("https://example.org"), InitializeSchema.NEVER, true, true);
		assertThat(defaults.place(null, null)).isEqualTo(new Place("eu-west-3", URI.create("https://example.org")));
		assertThat(defaults.place("eu-west-1", null)).isEqualTo(new Place("eu-west-1", null));
		assertThat(defaults.place(null, URI.create("https://example.com")))
			.isEqualTo(new Place("eu-west-3", URI.create("https://example.com")));
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8000,false", "http://127.0.0.1:8000,false", "http://[::1]:8000,false",
			"https://dynamodb:8000,false", "http://dynamodb:8000,true", "http://10.0.0.1,true" })
	void knowsPlainHttpToOtherMachines(URI endpoint, boolean expected) {
		assertThat(Place.isPlainHttpElsewhere(endpoint)).isEqualTo(expected);
	}

	@Test
	void warnsOfPlainHttpToOtherMachines(CapturedOutput output) {
		try (DynamoDbClient plain = DynamoDbLocal.clientBuilder()
			.endpointOverride(URI.create("http://dynamodb.invalid:8000"))
			.build()) {
			tables(plain, TableSettings.of("table"), InitializeSchema.NEVER);
		}
		assertThat(output).contains("The DynamoDB endpoint at dynamodb.invalid is plain http");
	}

	@Test
	void warnsOfPlainHttpToOtherMachinesForAStore(CapturedOutput output) {
		try (TableClients tables = tables(DynamoDbLocal.client(), TableSettings.of("table"), InitializeSchema.NEVER)) {
			tables.forStore("cache", null, null, URI.create("http://user:secret@dynamodb.invalid:8000"),
					TableSchema.TOOLKIT);
			assertThat(tables.tables()).extracting(TableInUse::name).containsExactly("table at dynamodb.invalid:8000");
		}
		assertThat(output).contains("The DynamoDB endpoint at dynamodb.invalid is plain http");
	}

	private static String tableWithKey(String key) {
		String name = dynamoDb.newTableName();
		DynamoDbLocal.client()
			.createTable((request) -> request.tableName(name)
				.billingMode(BillingMode.PAY_PER_REQUEST)
				.keySchema(KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build())
				.attributeDefinitions(
						AttributeDefinition.builder().attributeName(key).attributeType(ScalarAttributeType.S).build()));
		return name;
	}

	private static DynamoDbClient elsewhere(int port) {
		return DynamoDbLocal.clientBuilder().endpointOverride(URI.create("http://127.0.0.1:" + port)).build();
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
