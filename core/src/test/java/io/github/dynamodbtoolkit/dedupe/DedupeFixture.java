package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.value.EncodedValue;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.github.dynamodbtoolkit.value.ValueCodec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the tests of the dedupe store share.
 */
final class DedupeFixture {

	static final ValueCodec CODEC = JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit.dedupe"));

	static final Duration LEASE = DedupeSettings.defaults().lease();

	/** As patient as the lease of 10 seconds permits. */
	private static final CallBudget PATIENT = new CallBudget(3, Duration.ofMillis(3300), Duration.ofMillis(3300));

	private static final ExecutorService THREADS = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "caller");
		thread.setDaemon(true);
		return thread;
	});

	private DedupeFixture() {
	}

	static TableSettings settings(DynamoDbLocal dynamoDb, TimeSource time) {
		return dynamoDb.settings()
			.withBudgets(CallBudgets.of(Map.of(CallKind.LEASE, PATIENT, CallKind.LARGE_VALUE, PATIENT)))
			.withTime(time);
	}

	/**
	 * A store as another instance of the application would have it: nothing is shared but
	 * the table.
	 */
	static DedupeStore store(DynamoDbLocal dynamoDb, TimeSource time, Background background) {
		return store(DynamoDbLocal.client(), settings(dynamoDb, time), DedupeSettings.defaults(), background);
	}

	static DedupeStore store(DynamoDbLocal dynamoDb, TimeSource time, FaultyHttpClient http, Background background) {
		return store(DynamoDbLocal.client(http), settings(dynamoDb, time), DedupeSettings.defaults(), background);
	}

	static DedupeStore store(DynamoDbClient client, TableSettings table, DedupeSettings settings,
			Background background) {
		return DynamoDbDedupeStore.on(TableClient.on(client, table).forStore("dedupe"), CODEC, settings, background);
	}

	static EncodedValue encoded(String value) {
		return CODEC.encode(value, String.class);
	}

	static Lease own(DedupeStore store, String key) {
		return ((Claim.Owned) store.registerOrJoin(key, null)).lease();
	}

	static Claim.Joined join(DedupeStore store, String key) {
		return (Claim.Joined) store.registerOrJoin(key, null);
	}

	static boolean complete(DedupeStore store, Lease lease, String value) {
		return store.complete(lease, encoded(value), Map.of(), Duration.ZERO);
	}

	static boolean completeAndKeep(DedupeStore store, Lease lease, String value, Duration keepFor) {
		return store.complete(lease, encoded(value), Map.of(), keepFor);
	}

	static Object value(Outcome outcome) {
		return CODEC.decode(((Outcome.Completed) outcome).result(), String.class);
	}

	/** Does something on a thread of its own. */
	static <T> CompletableFuture<T> async(Callable<T> call) {
		CompletableFuture<T> future = new CompletableFuture<>();
		THREADS.execute(() -> {
			try {
				future.complete(call.call());
			}
			catch (Throwable ex) {
				future.completeExceptionally(ex);
			}
		});
		return future;
	}

	/** Waits until another thread has come as far. */
	static void until(BooleanSupplier condition) throws InterruptedException {
		for (int i = 0; i < 10_000 && !condition.getAsBoolean(); i++) {
			TimeUnit.MILLISECONDS.sleep(1);
		}
		if (!condition.getAsBoolean()) {
			throw new AssertionError("Another thread did not come as far");
		}
	}

	/** What stands in the table, as DynamoDB shows it. */
	static Map<String, AttributeValue> item(DynamoDbLocal dynamoDb, String key) {
		return DynamoDbLocal.client()
			.getItem((get) -> get.tableName(dynamoDb.tableName()).key(key(key)).consistentRead(true))
			.item();
	}

	static void putItem(DynamoDbLocal dynamoDb, Map<String, AttributeValue> item) {
		DynamoDbLocal.client().putItem((put) -> put.tableName(dynamoDb.tableName()).item(item));
	}

	static Map<String, AttributeValue> key(String key) {
		return Map.of("pk", AttributeValue.fromS("J#" + key), "sk", AttributeValue.fromS("J#" + key));
	}

}
