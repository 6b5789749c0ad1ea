package io.github.dynamodbtoolkit.testing;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableSettings;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Gives a test class DynamoDB: one server for all classes of the JVM, started when first
 * asked for, and a fresh table of the toolkit for the class, created when first asked for
 * and deleted after its last test.
 *
 * <pre>{@code
 * &#64;RegisterExtension
 * static final DynamoDbLocal dynamoDb = new DynamoDbLocal();
 *
 * private final TableClient table = dynamoDb.table();
 * }</pre>
 */
public final class DynamoDbLocal implements AfterAllCallback {

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final List<String> tables = new CopyOnWriteArrayList<>();

	private String tableName;

	/** Started on first use, and until the JVM ends. */
	private static final class Shared {

		private static final DynamoDbLocalServer SERVER = DynamoDbLocalServer.start();

		/** What of it a client does not know, it ignores. */
		private static final AttributeMap HTTP_OPTIONS = AttributeMap.builder()
			.put(SdkHttpConfigurationOption.MAX_CONNECTIONS, 200)
			.put(SdkHttpConfigurationOption.CONNECTION_TIMEOUT, Duration.ofSeconds(5))
			.put(SdkHttpConfigurationOption.CONNECTION_ACQUIRE_TIMEOUT, Duration.ofSeconds(10))
			.put(SdkHttpConfigurationOption.READ_TIMEOUT, Duration.ofSeconds(20))
			.build();

		private static final SdkHttpClient HTTP_CLIENT = httpService(System.getProperty("test.http-client", "apache5"))
			.createHttpClientBuilder()
			.buildWithDefaults(HTTP_OPTIONS);

		private static final DynamoDbClient CLIENT = clientBuilder().build();

		/** The one on the class path whose package has that name. */
		private static SdkHttpService httpService(String name) {
			return ServiceLoader.load(SdkHttpService.class)
				.stream()
				.filter((service) -> service.type().getPackageName().endsWith("." + name))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("No HTTP client '" + name + "' on the class path"))
				.get();
		}

	}

	/**
	 * Where it listens.
	 * @return the endpoint
	 */
	public static URI endpoint() {
		return Shared.SERVER.endpoint();
	}

	/**
	 * A client with generous time-outs, shared by all tests.
	 * @return the client, never to be closed
	 */
	public static DynamoDbClient client() {
		return Shared.CLIENT;
	}

	/**
	 * Begins a client of its own over the shared HTTP client.
	 * @return a builder with endpoint, region, credentials and HTTP client
	 */
	public static DynamoDbClientBuilder clientBuilder() {
		return Shared.SERVER.clientBuilder().httpClient(httpClient());
	}

	/**
	 * A client to which faults happen.
	 * @param http lets them happen
	 * @return the client
	 */
	public static DynamoDbClient client(FaultyHttpClient http) {
		return clientBuilder().httpClient(http).build();
	}

	/**
	 * The HTTP client below {@link #client()}.
	 * @return the HTTP client, never to be closed
	 */
	public static SdkHttpClient httpClient() {
		return Shared.HTTP_CLIENT;
	}

	/**
	 * Budgets for tests that are not about time: attempts as by default, and time-outs so
	 * long that a slow machine does not exceed them.
	 * @return 5 seconds per attempt and 15 in all, for every kind of call
	 */
	public static CallBudgets testBudgets() {
		return CallBudgets.of(Arrays.stream(CallKind.values())
			.collect(Collectors.toMap(Function.identity(), DynamoDbLocal::testBudget)));
	}

	private static CallBudget testBudget(CallKind kind) {
		return new CallBudget(kind.defaultBudget().attempts(), Duration.ofSeconds(5), Duration.ofSeconds(15));
	}

	/**
	 * The table of this test class.
	 * @return its name
	 */
	public synchronized String tableName() {
		if (this.tableName == null) {
			this.tableName = newTable();
		}
		return this.tableName;
	}

	/**
	 * Creates another table of the toolkit, deleted with the first.
	 * @return its name
	 */
	public String newTable() {
		return newTable(TableSchema.TOOLKIT);
	}

	/**
	 * Creates a table of another layout, deleted with the first.
	 * @param schema its layout
	 * @return its name
	 */
	public String newTable(TableSchema schema) {
		String name = newTableName();
		TableClient.on(client(), settings(name)).admin().create(schema);
		return name;
	}

	/**
	 * Makes a name that no table has. If a test creates the table, it is deleted with the
	 * others.
	 * @return the name
	 */
	public String newTableName() {
		String name = "test-" + COUNTER.incrementAndGet();
		this.tables.add(name);
		return name;
	}

	/**
	 * How the table of this test class is used: {@linkplain #testBudgets() patiently}.
	 * @return settings to start from
	 */
	public TableSettings settings() {
		return settings(tableName());
	}

	/**
	 * How a table is used: {@linkplain #testBudgets() patiently}.
	 * @param name the table's name
	 * @return settings to start from
	 */
	public static TableSettings settings(String name) {
		return TableSettings.of(name).withBudgets(testBudgets());
	}

	/**
	 * The table of this test class.
	 * @return the table
	 */
	public TableClient table() {
		return TableClient.on(client(), settings());
	}

	/**
	 * The table of this test class, through a client to which faults happen.
	 * @param http lets them happen
	 * @return the table
	 */
	public TableClient table(FaultyHttpClient http) {
		return TableClient.on(client(http), settings());
	}

	@Override
	public synchronized void afterAll(ExtensionContext context) {
		this.tables.forEach(DynamoDbLocal::deleteIfPresent);
		this.tables.clear();
		this.tableName = null;
	}

	private static void deleteIfPresent(String name) {
		try {
			client().deleteTable((request) -> request.tableName(name));
		}
		catch (ResourceNotFoundException ex) {
			// nobody created it, or a test deleted it
		}
	}

}
