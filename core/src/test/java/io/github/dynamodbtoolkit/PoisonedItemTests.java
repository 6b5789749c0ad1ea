package io.github.dynamodbtoolkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.FaultMatrixTests.Operation;
import io.github.dynamodbtoolkit.FaultMatrixTests.Stores;
import io.github.dynamodbtoolkit.FaultMatrixTests.Tables;
import io.github.dynamodbtoolkit.apps.AppConflictException;
import io.github.dynamodbtoolkit.dedupe.NoResultException;
import io.github.dynamodbtoolkit.flags.FlagConflictException;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Poisons;
import io.github.dynamodbtoolkit.testing.Trials;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation of every store on items of which one attribute is missing or not of our
 * making. Whatever it answers, it throws nothing but what it also throws of sound items;
 * and once every lease, window and cooldown is over, it ends as if the item had always
 * been sound. What is answered meanwhile is for the tests of the stores.
 */
class PoisonedItemTests {

	/** Of a tenth of the trials the next one is another in each operation. */
	private static final int STEP = 10 / Trials.of(10);

	/** Longer than anything is held. */
	private static final Duration OVER = Duration.ofDays(2);

	/** In the order of the tables. */
	private static final List<List<String>> KEY_ATTRIBUTES = List.of(List.of("pk", "sk"), List.of("namespace", "key"),
			List.of("AppId"), List.of("key"));

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static final AtomicInteger KEYS = new AtomicInteger(1_000_000);

	/** Closing waits for owners, and there are none any more. */
	private static final ExecutorService closers = Executors.newCachedThreadPool();

	private static Tables tables;

	private final LeapingTime time = new LeapingTime();

	/** An item that an operation finds: in which table, and what is in it. */
	private record Found(int table, Map<String, AttributeValue> item) {

		List<String> attributes() {
			return this.item.keySet()
				.stream()
				.filter((name) -> !KEY_ATTRIBUTES.get(this.table).contains(name))
				.toList();
		}

		/** As it is when the operation is done with another key. */
		Map<String, AttributeValue> keyFor(String mine, String other) {
			Map<String, AttributeValue> key = new HashMap<>();
			KEY_ATTRIBUTES.get(this.table)
				.forEach((name) -> key.put(name, AttributeValue.fromS(this.item.get(name).s().replace(mine, other))));
			return key;
		}

		String tableName() {
			return tables.all().get(this.table).settings().tableName();
		}

	}

	/** One attribute of one item, and what is put in its place; null if nothing is. */
	private record Poisoning(Found found, String foundKey, String attribute, @Nullable AttributeValue poison) {

		/** Answers whether there may be such an item: keys of indexes have a type. */
		boolean apply(String key) {
			Map<String, AttributeValue> item = new HashMap<>(DynamoDbLocal.client()
				.getItem((get) -> get.tableName(this.found.tableName())
					.key(this.found.keyFor(this.foundKey, key))
					.consistentRead(true))
				.item());
			assertThat(item).as(toString()).containsKey(this.attribute);
			item.put(this.attribute, this.poison);
			item.values().removeIf((value) -> value == null);
			try {
				DynamoDbLocal.client().putItem((put) -> put.tableName(this.found.tableName()).item(item));
				return true;
			}
			catch (DynamoDbException ex) {
				return false;
			}
		}

		/**
		 * The version of a flag that cannot be read still counts, even if it is the
		 * reason, so that the flag is replaced by a higher one only.
		 */
		boolean lasts() {
			return this.found.item().containsKey("namespace")
					&& (this.attribute.equals("item") || Poisons.all().get("a fraction").equals(this.poison));
		}

		@Override
		public String toString() {
			return "attribute " + this.attribute + " of " + this.found.item() + " = " + this.poison;
		}

	}

	@BeforeAll
	static void create() {
		tables = Tables.create(dynamoDb);
	}

	@AfterAll
	static void close() throws InterruptedException {
		closers.shutdown();
		assertThat(closers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@TestFactory
	Stream<DynamicTest> operationsOnPoisonedItems() {
		List<Operation> operations = FaultMatrixTests.matrix();
		return operations.stream()
			.map((operation) -> DynamicTest.dynamicTest(operation.store() + " " + operation.name(),
					() -> poison(operation, operations.indexOf(operation))));
	}

	private void poison(Operation operation, int first) throws Exception {
		boolean afterwards = !leavesItems(operation);
		List<Poisoning> poisonings = poisonings(operation, afterwards);
		List<String> sound = undergo(operation, afterwards, null);
		for (int i = first % STEP; i < poisonings.size(); i += STEP) {
			List<String> endings = undergo(operation, afterwards, poisonings.get(i));
			assertThat(endings.get(0)).as("%s", poisonings.get(i)).doesNotContain("Exception");
			if (!poisonings.get(i).lasts()) {
				assertThat(endings.get(1)).as("afterwards: %s", poisonings.get(i)).isEqualTo(sound.get(1));
			}
		}
	}

	/** Whether its preparation leaves some already, and not only the operation itself. */
	private boolean leavesItems(Operation operation) throws Exception {
		String key = nextKey();
		try (Instances instances = new Instances()) {
			prepare(operation, instances, key, false);
			return !found(key).isEmpty();
		}
	}

	private Callable<?> prepare(Operation operation, Instances instances, String key, boolean doneBefore)
			throws Exception {
		Stores stores = instances.start();
		Callable<?> call = operation.action().prepare(stores, instances.start(), key);
		if (doneBefore) {
			call.call();
			return operation.action().prepare(stores, instances.start(), key);
		}
		return call;
	}

	private List<Poisoning> poisonings(Operation operation, boolean afterwards) throws Exception {
		String key = nextKey();
		List<Poisoning> poisonings = new ArrayList<>();
		try (Instances instances = new Instances()) {
			prepare(operation, instances, key, afterwards);
			for (Found found : found(key)) {
				for (String attribute : found.attributes()) {
					poisonings.add(new Poisoning(found, key, attribute, null));
					Poisons.all()
						.values()
						.forEach((poison) -> poisonings.add(new Poisoning(found, key, attribute, poison)));
				}
			}
		}
		return poisonings;
	}

	/** How the operation ends on such an item, and how when all is over. */
	private List<String> undergo(Operation operation, boolean afterwards, @Nullable Poisoning poisoning)
			throws Exception {
		String key = nextKey();
		try (Instances instances = new Instances()) {
			Callable<?> call = prepare(operation, instances, key, afterwards);
			boolean possible = poisoning == null || poisoning.apply(key);
			String during = possible ? ending(call) : "impossible";
			this.time.leap(OVER);
			return List.of(during, ending(() -> prepare(operation, instances, key, false).call()));
		}
	}

	private static String ending(Callable<?> call) {
		try {
			return FaultMatrixTests.word(call.call());
		}
		catch (NoResultException | FlagConflictException | AppConflictException ex) {
			return "rejected";
		}
		catch (Exception ex) {
			return ex.toString();
		}
	}

	private static String nextKey() {
		return "poisoned" + KEYS.incrementAndGet();
	}

	private static List<Found> found(String key) {
		List<Found> found = new ArrayList<>();
		for (int i = 0; i < KEY_ATTRIBUTES.size(); i++) {
			int table = i;
			DynamoDbLocal.client()
				.scanPaginator((scan) -> scan.tableName(tables.all().get(table).settings().tableName())
					.filterExpression("contains(#key, :key)")
					.expressionAttributeNames(Map.of("#key", KEY_ATTRIBUTES.get(table).get(0)))
					.expressionAttributeValues(Map.of(":key", AttributeValue.fromS(key)))
					.consistentRead(true))
				.items()
				.forEach((item) -> found.add(new Found(table, item)));
		}
		return found;
	}

	/** Instances of an application that know nothing of each other. */
	private final class Instances implements AutoCloseable {

		private final List<Stores> started = new ArrayList<>();

		Stores start() {
			Stores stores = Stores.on(tables.through(DynamoDbLocal.client(),
					(settings) -> settings.withTime(PoisonedItemTests.this.time)));
			this.started.add(stores);
			return stores;
		}

		@Override
		public void close() {
			this.started.forEach((stores) -> closers.execute(stores.dedupe()::close));
		}

	}

	/** Runs, so that waits end, and leaps where nobody wants to wait. */
	private static final class LeapingTime implements TimeSource {

		private volatile Duration ahead = Duration.ZERO;

		void leap(Duration by) {
			this.ahead = this.ahead.plus(by);
		}

		@Override
		public Instant instant() {
			return TimeSource.system().instant().plus(this.ahead);
		}

		@Override
		public long nanoTime() {
			return TimeSource.system().nanoTime() + this.ahead.toNanos();
		}

		@Override
		public void sleep(Duration duration) throws InterruptedException {
			TimeSource.system().sleep(duration);
		}

	}

}
