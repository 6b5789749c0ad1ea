package io.github.dynamodbtoolkit.spring.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.spring.InitializeSchema;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.TableDefaults;
import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mockito.Mockito;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DynamoDbTableHealthIndicator}.
 */
@Timeout(60)
class DynamoDbTableHealthIndicatorTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private TableClients tables(DynamoDbClient client, TableSettings settings) {
		return new TableClients(client,
				new TableDefaults(settings.withTime(this.time), null, null, InitializeSchema.NEVER, false, false));
	}

	private DynamoDbTableHealthIndicator healthOf(String tableName) {
		return new DynamoDbTableHealthIndicator(inUse(tableName));
	}

	private TableClients inUse(String tableName) {
		TableClients tables = tables(DynamoDbLocal.client(this.http),
				TableSettings.of(tableName).withBudgets(DynamoDbLocal.testBudgets()));
		tables.forStore("cache", null, null, null, TableSchema.TOOLKIT);
		this.http.forget();
		return tables;
	}

	/** The first answer may take longer than a probe waits, on a busy machine. */
	private Health settled(DynamoDbTableHealthIndicator indicator) {
		return await().until(indicator::health, (health) -> !health.getDetails().containsKey("error"));
	}

	private static MapAssert<String, Object> table(Health health, String name) {
		return assertThat(health.getDetails()).extractingByKey("tables", InstanceOfAssertFactories.MAP)
			.extractingByKey(name, InstanceOfAssertFactories.map(String.class, Object.class));
	}

	@Test
	void isUpForATableAsItShouldBe() {
		Health health = settled(healthOf(dynamoDb.tableName()));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		table(health, dynamoDb.tableName()).containsOnlyKeys("status", "stores")
			.containsEntry("status", "UP")
			.containsEntry("stores", List.of("cache"));
	}

	@Test
	void isUpWithoutAnyTable() {
		TableClients tables = tables(DynamoDbLocal.client(), dynamoDb.settings());
		assertThat(settled(new DynamoDbTableHealthIndicator(tables)).getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isDownForAMissingTableAndSaysHowToMendIt() {
		String missing = dynamoDb.newTableName();
		Health health = settled(healthOf(missing));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		table(health, missing).containsEntry("status", "DOWN")
			.extractingByKey("problems", InstanceOfAssertFactories.list(String.class))
			.singleElement()
			.asString()
			.startsWith("the table does not exist. To mend it: aws dynamodb create-table --table-name " + missing);
	}

	@Test
	void isDownForWrongKeys() {
		String flags = dynamoDb.newTableName();
		TableClient.on(DynamoDbLocal.client(), flags).admin().create(new TableSchema("namespace", "key", null, "ttl"));
		Health health = settled(healthOf(flags));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		table(health, flags).extractingByKey("problems", InstanceOfAssertFactories.list(String.class))
			.singleElement()
			.asString()
			.startsWith("its keys are namespace (S, HASH), key (S, RANGE)");
		table(health, flags).doesNotContainKey("warnings");
	}

	@Test
	void staysUpForWhatStoresCanLiveWith() {
		String bare = dynamoDb.newTableName();
		TableClient.on(DynamoDbLocal.client(), bare).admin().create(new TableSchema("pk", "sk", null, null));
		Health health = settled(healthOf(bare));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		table(health, bare).doesNotContainKey("problems")
			.extractingByKey("warnings", InstanceOfAssertFactories.list(String.class))
			.hasSize(2)
			.anySatisfy((warning) -> assertThat(warning).contains("it has no index gsi1"))
			.anySatisfy((warning) -> assertThat(warning).contains("aws dynamodb update-time-to-live"));
	}

	@Test
	void isDownIfOneOfSeveralTablesIs() {
		TableClients tables = inUse(dynamoDb.tableName());
		String missing = dynamoDb.newTableName();
		tables.forStore("dedupe", missing, null, null, TableSchema.TOOLKIT);
		Health health = settled(new DynamoDbTableHealthIndicator(tables));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		table(health, dynamoDb.tableName()).containsEntry("status", "UP");
		table(health, missing).containsEntry("status", "DOWN");
	}

	@Test
	void isDownWithoutPermissionAndSaysWhichIsMissing() {
		DynamoDbTableHealthIndicator indicator = healthOf(dynamoDb.tableName());
		this.http.always(Fault.error(400, "AccessDeniedException"));
		Health health = settled(indicator);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().toString()).contains("AccessDeniedException", "dynamodb:DescribeTable")
			.doesNotContain("\tat ");
	}

	@Test
	void isUnknownThroughAClientThatCannotDescribe() {
		TableClients tables = tables(Mockito.mock(DynamoDbClient.class), TableSettings.of("mocked"));
		tables.forStore("cache", null, null, null, TableSchema.TOOLKIT);
		Health health = settled(new DynamoDbTableHealthIndicator(tables));
		assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
		table(health, "mocked").containsEntry("status", "UNKNOWN");
	}

	@Test
	void asksDynamoDbOnceInTenSeconds() {
		DynamoDbTableHealthIndicator indicator = healthOf(dynamoDb.tableName());
		settled(indicator);
		Stream.generate(indicator::health).parallel().limit(100).forEach((health) -> {
		});
		this.time.advance(Duration.ofMillis(9999));
		indicator.health();
		assertThat(this.http.attempts()).isEqualTo(2);
		this.time.advance(Duration.ofMillis(1));
		indicator.health();
		await().until(() -> this.http.attempts() == 4);
	}

	@Test
	void seesThatATableWasMended() {
		String name = dynamoDb.newTableName();
		TableClients tables = inUse(name);
		DynamoDbTableHealthIndicator indicator = new DynamoDbTableHealthIndicator(tables);
		assertThat(settled(indicator).getStatus()).isEqualTo(Status.DOWN);
		tables.tables().iterator().next().client().admin().create(TableSchema.TOOLKIT);
		this.time.advance(Duration.ofSeconds(10));
		await().until(() -> indicator.health().getStatus().equals(Status.UP));
	}

	@Test
	void doesNotWaitForDynamoDbWhenItIsABlackHole() throws IOException {
		try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				DynamoDbClient client = DynamoDbLocal.clientBuilder()
					.endpointOverride(URI.create("http://127.0.0.1:" + blackHole.getLocalPort()))
					.build()) {
			Duration budget = Duration.ofSeconds(5);
			TableClients tables = tables(client, TableSettings.of("black-hole")
				.withBudgets(CallBudgets.of(Map.of(CallKind.START, new CallBudget(1, budget, budget)))));
			tables.forStore("cache", null, null, null, TableSchema.TOOLKIT);
			DynamoDbTableHealthIndicator indicator = new DynamoDbTableHealthIndicator(tables);
			long start = System.nanoTime();
			Health first = indicator.health();
			// It waits 400 ms, and the machine may be busy.
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(budget);
			assertThat(first.getStatus()).isEqualTo(Status.DOWN);
			assertThat(first.getDetails()).containsEntry("error", "No answer from DynamoDB within 400 ms");
			Health settled = settled(indicator);
			assertThat(settled.getStatus()).isEqualTo(Status.DOWN);
			assertThat(settled.getDetails().toString()).contains("had no answer within 5s");
		}
	}

	@Test
	void answersWhatItKnewWhileDynamoDbTakesLong() {
		DynamoDbTableHealthIndicator indicator = healthOf(dynamoDb.tableName());
		Health before = settled(indicator);
		this.http.always(Fault.blackHole());
		this.time.advance(Duration.ofSeconds(10));
		assertThat(indicator.health()).isSameAs(before);
	}

	@Test
	void leavesTheFlagOfAnInterruptedThreadSet() {
		DynamoDbTableHealthIndicator indicator = healthOf(dynamoDb.tableName());
		this.http.always(Fault.blackHole());
		Thread.currentThread().interrupt();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(Thread.interrupted()).isTrue();
	}

}
