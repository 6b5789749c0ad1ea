package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Batches of reads and writes: complete, or an error.
 */
@Tag("contract")
@Timeout(60)
class BatchTests {

	/** Nobody waits so long: only time that is moved by hand passes it. */
	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final RecordingMetrics metrics = new RecordingMetrics();

	private final MutableTimeSource time = new MutableTimeSource();

	private final TableClient table = TableClient.on(DynamoDbLocal.client(this.http),
			dynamoDb.settings()
				.withBudgets(CallBudgets.of(Map.of(CallKind.BULK, new CallBudget(1, TIMEOUT, TIMEOUT))))
				.withMetrics(this.metrics)
				.withTime(this.time));

	@BeforeAll
	static void writeItems() {
		TableClient table = dynamoDb.table();
		table.putAll(IntStream.range(0, 205).mapToObj((i) -> item(table, "read", i)).toList(), CallKind.BULK);
	}

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@Test
	void readsMoreThanAHundredKeys() {
		assertThat(read(205)).hasSize(205);
		assertThat(this.metrics.operations()).hasSize(3).containsOnly("BatchGetItem");
		assertThat(this.time.sleeps()).isEmpty();
	}

	@Test
	void readsNothingWithoutKeys() {
		assertThat(read(0)).isEmpty();
		this.table.putAll(List.of(), CallKind.BULK);
		assertThat(this.http.attempts()).isZero();
	}

	@Test
	void answersEachItemUnderItsKey() {
		read(120).forEach((key, item) -> assertThat(this.table.keys().tag("read-" + item.number("n"))).isEqualTo(key));
	}

	@Test
	void leavesOutWhatIsNotThere() {
		ItemKey present = this.table.keys().tag("read-1");
		assertThat(this.table.getAll(List.of(present, this.table.keys().tag("nothing")), Consistency.STRONG,
				CallKind.BULK))
			.containsOnlyKeys(present);
	}

	@Test
	void readsRepeatedKeysOnce() {
		ItemKey key = this.table.keys().tag("read-1");
		assertThat(this.table.getAll(List.of(key, key, this.table.keys().tag("read-1")), Consistency.EVENTUAL,
				CallKind.BULK))
			.hasSize(1);
		assertThat(this.metrics.readUnits()).isEqualTo(0.5);
	}

	@Test
	void readsWithTheConsistencyAskedFor() {
		this.table.getAll(List.of(this.table.keys().tag("read-1")), Consistency.STRONG, CallKind.BULK);
		assertThat(this.metrics.readUnits()).isEqualTo(1);
	}

	@Test
	void asksAgainForKeysThatAreHandedBack() {
		this.http.always(Fault.handedBack(7));
		assertThat(read(30)).hasSize(30);
		assertThat(this.metrics.calls()).hasSize(5);
		assertThat(this.metrics.retries()).hasSize(4).allMatch(RecordingMetrics.Retry::throttled);
		assertThat(this.metrics.readUnits()).isEqualTo(15);
		assertThat(this.metrics.calls()).extracting(TableCall::usage)
			.allMatch((usage) -> usage.itemBytes() > 0 && usage.readUnits() > 0);
	}

	@Test
	void sendsAgainItemsThatAreHandedBack() {
		this.http.always(Fault.handedBack(7));
		write("resent", 60);
		assertThat(this.metrics.calls()).hasSize(9);
		assertThat(this.metrics.writeUnits()).isEqualTo(60);
		this.http.heal();
		assertThat(present("resent", 60)).isEqualTo(60);
	}

	@Test
	void waitsLongerEachTime() {
		this.http.always(Fault.handedBack(2));
		write("waits", 18);
		assertThat(this.time.sleeps()).hasSize(8);
		long[] most = { 25, 50, 100, 200, 400, 500, 500, 500 };
		for (int i = 0; i < most.length; i++) {
			assertThat(this.time.sleeps().get(i)).isBetween(Duration.ofMillis(most[i] / 2), Duration.ofMillis(most[i]));
		}
	}

	@Test
	void beginsWithShortWaitsForEachBatch() {
		this.http.rule((operation, number) -> number % 2 == 1 ? Fault.handedBack(20) : Fault.none());
		write("short", 120);
		assertThat(this.time.sleeps()).hasSize(3).allMatch((wait) -> wait.toMillis() <= 25);
	}

	@Test
	void doesNotAnswerSomeItemsAsIfTheyWereAll() {
		this.http.always(Fault.handedBack(0));
		assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(30))
			.withMessage("DynamoDB table \"" + dynamoDb.tableName() + "\": BatchGetItem still handed back 30 items "
					+ "after 30s. Check the table's capacity and whether one key is hot.");
		assertThat(slept()).isBetween(TIMEOUT.dividedBy(2), TIMEOUT);
	}

	@Test
	void doesNotLoseItemsInSilence() {
		this.http.rule((operation, number) -> Fault.handedBack(number == 1 ? 10 : 0));
		assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> write("lost", 25))
			.withMessageContaining("BatchWriteItem still handed back 15 items after 30s");
		assertThat(slept()).isLessThanOrEqualTo(TIMEOUT);
	}

	@Test
	void givesEachRequestWhatIsLeftOfTheBudget() {
		List<Duration> timeouts = new ArrayList<>();
		TableClient observed = TableClient.on(clientWith(new TimeoutObserver(timeouts)), this.table.settings());
		this.http.rule((operation, number) -> (attempt) -> {
			this.time.advance(Duration.ofMillis(100));
			return Fault.handedBack(number < 3 ? 1 : 25).answer(attempt);
		});
		observed.putAll(IntStream.range(0, 5).mapToObj((i) -> item(observed, "left", i)).toList(), CallKind.BULK);
		List<Duration> waits = this.time.sleeps();
		Duration second = TIMEOUT.minusMillis(100).minus(waits.get(0));
		assertThat(timeouts).containsExactly(TIMEOUT, second, second.minusMillis(100).minus(waits.get(1)));
	}

	@Test
	void sendsOnceMoreWithinAMomentAfterAWaitThatTookTooLong() {
		List<Duration> timeouts = new ArrayList<>();
		TableClient observed = TableClient.on(clientWith(new TimeoutObserver(timeouts)),
				this.table.settings().withTime(new OversleepingTimeSource(this.time)));
		this.http.always(Fault.handedBack(0));
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> observed.putAll(List.of(item(observed, "overslept", 1)), CallKind.BULK));
		assertThat(timeouts).containsExactly(TIMEOUT, Duration.ofMillis(1));
	}

	@Test
	void failsIfOneOfSeveralRequestsFails() {
		this.http.rule((operation, number) -> number == 2 ? Fault.internalError() : Fault.none());
		assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> read(205));
	}

	@Test
	void anInterruptEndsTheWait() {
		ToolkitMetrics interrupting = new ToolkitMetrics() {
			@Override
			public void tableCalled(TableCall call) {
				Thread.currentThread().interrupt();
			}
		};
		TableClient interrupted = TableClient.on(DynamoDbLocal.client(this.http),
				dynamoDb.settings().withMetrics(interrupting));
		this.http.always(Fault.handedBack(1));
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> interrupted.putAll(
					List.of(item(interrupted, "interrupted", 1), item(interrupted, "interrupted", 2)), CallKind.BULK))
			.withMessageContaining("BatchWriteItem was interrupted; a write may have been applied");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.http.attempts()).isEqualTo(1);
	}

	@Test
	void writesTheLastOfSeveralItemsWithOneKey() {
		List<Item> items = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			items.add(Item.of(this.table.keys().tag("same")).set("n", i).build());
		}
		this.table.putAll(items, CallKind.BULK);
		assertThat(this.metrics.operations()).containsExactly("BatchWriteItem");
		assertThat(this.table.get(this.table.keys().tag("same"), Consistency.STRONG, CallKind.BULK).number("n"))
			.isEqualTo(29);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 24, 25, 26, 50, 51 })
	void writesAnyNumberOfItems(int count) {
		write("count" + count, count);
		assertThat(this.metrics.calls()).hasSize((count + 24) / 25);
		assertThat(present("count" + count, count)).isEqualTo(count);
	}

	/** DynamoDB answers at most 16 MB at once. */
	@Test
	void readsMoreThanAPage() {
		byte[] large = new byte[390_000];
		List<ItemKey> keys = IntStream.range(0, 45).mapToObj((i) -> this.table.keys().chunk("page", i)).toList();
		this.table.putAll(keys.stream().map((key) -> Item.of(key).set("v", large).build()).toList(), CallKind.BULK);
		this.metrics.reset();
		Map<ItemKey, Item> found = this.table.getAll(keys, Consistency.STRONG, CallKind.BULK);
		assertThat(found).hasSize(45).allSatisfy((key, item) -> assertThat(item.bytes("v")).hasSize(390_000));
		assertThat(this.metrics.calls()).hasSize(2);
	}

	private DynamoDbClient clientWith(ExecutionInterceptor interceptor) {
		return DynamoDbLocal.clientBuilder()
			.httpClient(this.http)
			.overrideConfiguration((override) -> override.addExecutionInterceptor(interceptor))
			.build();
	}

	private Map<ItemKey, Item> read(int count) {
		return this.table.getAll(IntStream.range(0, count).mapToObj((i) -> this.table.keys().tag("read-" + i)).toList(),
				Consistency.EVENTUAL, CallKind.BULK);
	}

	private void write(String name, int count) {
		this.table.putAll(IntStream.range(0, count).mapToObj((i) -> item(this.table, name, i)).toList(), CallKind.BULK);
	}

	private long present(String name, int count) {
		return this.table
			.getAll(IntStream.range(0, count).mapToObj((i) -> this.table.keys().tag(name + "-" + i)).toList(),
					Consistency.STRONG, CallKind.BULK)
			.size();
	}

	private static Item item(TableClient table, String name, int i) {
		return Item.of(table.keys().tag(name + "-" + i)).set("n", i).build();
	}

	private Duration slept() {
		return this.time.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
	}

	/** Sleeps too long. */
	private record OversleepingTimeSource(MutableTimeSource time) implements TimeSource {

		@Override
		public Instant instant() {
			return this.time.instant();
		}

		@Override
		public long nanoTime() {
			return this.time.nanoTime();
		}

		@Override
		public void sleep(Duration duration) throws InterruptedException {
			this.time.sleep(duration.plus(TIMEOUT));
		}

	}

	private record TimeoutObserver(List<Duration> timeouts) implements ExecutionInterceptor {

		@Override
		public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
			context.request()
				.overrideConfiguration()
				.flatMap(RequestOverrideConfiguration::apiCallTimeout)
				.ifPresent(this.timeouts::add);
		}

	}

}
