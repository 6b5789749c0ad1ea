package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TableClient}: single reads and writes, what is reported, and warming
 * up.
 */
@Tag("contract")
class TableClientTests {

	private static final Expression ABSENT = Expression.of("attribute_not_exists(#pk)");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static int next;

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final RecordingMetrics metrics = new RecordingMetrics();

	private final MutableTimeSource time = new MutableTimeSource();

	private final TableClient table = TableClient
		.on(DynamoDbLocal.client(this.http), dynamoDb.settings().withMetrics(this.metrics).withTime(this.time))
		.forStore("cache");

	private final ItemKey key = this.table.keys().chunk("test", next++);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void recordLog() {
		this.log.start();
		((Logger) LoggerFactory.getLogger(TableClient.class)).addAppender(this.log);
	}

	@AfterEach
	void detachLog() {
		((Logger) LoggerFactory.getLogger(TableClient.class)).detachAppender(this.log);
	}

	@Test
	void readsWhatWasWritten() {
		this.table.put(Item.of(this.key).set("n", 1).build(), CallKind.CACHE_WRITE);
		assertThat(read().number("n")).isEqualTo(1);
		this.table.put(Item.of(this.key).set("m", 2).build(), CallKind.CACHE_WRITE);
		assertThat(read().has("n")).isFalse();
	}

	@Test
	void answersNullIfThereIsNoItem() {
		assertThat(read()).isNull();
	}

	@Test
	void answersExpiredItemsToo() {
		long past = this.time.instant().minusSeconds(1000).getEpochSecond();
		this.table.put(Item.of(this.key).set(Item.TTL, past).build(), CallKind.CACHE_WRITE);
		assertThat(read().number(Item.TTL)).isEqualTo(past);
	}

	@Test
	void putsOnlyIfTheConditionHolds() {
		Item item = Item.of(this.key).set("n", 1).build();
		assertThat(this.table.put(item, ABSENT, CallKind.LEASE)).isEqualTo(WriteResult.applied(null));
		WriteResult second = this.table.put(item, ABSENT, CallKind.LEASE);
		assertThat(second.applied()).isFalse();
		assertThat(second.item().number("n")).isEqualTo(1);
	}

	@Test
	void exactlyOneOfManyPutsIfAbsent() throws Exception {
		List<Boolean> applied = Race.run(8,
				() -> this.table
					.put(Item.of(this.key).set(Item.REV, Thread.currentThread().getName()).build(), ABSENT,
							CallKind.LEASE)
					.applied());
		assertThat(applied).containsOnlyOnce(true);
	}

	@Test
	void readsWithTheConsistencyAskedFor() {
		this.table.get(this.key, Consistency.EVENTUAL, CallKind.LOOKUP);
		this.table.get(this.key, Consistency.STRONG, CallKind.LOOKUP);
		assertThat(this.http.journal()).extracting((attempt) -> attempt.body().contains("\"ConsistentRead\":true"))
			.containsExactly(false, true);
		assertThat(this.metrics.calls()).extracting((call) -> call.usage().readUnits()).containsExactly(0.5, 1.0);
		assertThat(Consistency.of(true)).isEqualTo(Consistency.STRONG);
		assertThat(Consistency.of(false)).isEqualTo(Consistency.EVENTUAL);
	}

	@Test
	void reportsAReadWithWhatItConsumed() {
		Item item = Item.of(this.key).set("v", new byte[6000]).build();
		this.table.put(item, CallKind.CACHE_WRITE);
		this.metrics.reset();
		this.table.get(this.key, Consistency.STRONG, CallKind.CACHE_READ);
		TableCall call = this.metrics.onlyCall();
		assertThat(call.store()).isEqualTo("cache");
		assertThat(call.operation()).isEqualTo("GetItem");
		assertThat(call.table()).isEqualTo(dynamoDb.tableName());
		assertThat(call.outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(call.usage()).isEqualTo(new TableCall.Usage(2, 0, item.sizeInBytes()));
	}

	@Test
	void reportsWritesWithWhatTheyConsumed() {
		Item item = Item.of(this.key).set("v", new byte[6000]).build();
		this.table.put(item, CallKind.CACHE_WRITE);
		assertThat(this.metrics.onlyCall().usage()).isEqualTo(new TableCall.Usage(0, 6, item.sizeInBytes()));
		this.metrics.reset();
		this.table.update(this.key, Update.of(Expression.of("SET #n = :n").with(":n", 1)), CallKind.CACHE_WRITE);
		assertThat(this.metrics.onlyCall().operation()).isEqualTo("UpdateItem");
		assertThat(this.metrics.onlyCall().usage().writeUnits()).isEqualTo(6);
	}

	@Test
	void reportsAFailedConditionAsOneCall() {
		this.table.put(Item.of(this.key).build(), CallKind.LEASE);
		this.metrics.reset();
		this.table.put(Item.of(this.key).build(), ABSENT, CallKind.LEASE);
		assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.CONDITION_FAILED);
		assertThat(this.metrics.onlyCall().usage()).isEqualTo(TableCall.Usage.NONE);
	}

	@Test
	void reportsRetriesAndWhetherTheyWereThrottled() {
		this.http.rule((operation, number) -> switch (number) {
			case 1 -> Fault.throttled();
			case 2 -> Fault.internalError();
			default -> Fault.none();
		});
		read();
		String name = dynamoDb.tableName();
		assertThat(this.metrics.retries()).containsExactly(new RecordingMetrics.Retry("cache", name, true),
				new RecordingMetrics.Retry("cache", name, false));
		assertThat(this.metrics.onlyCall().outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@Test
	void doesNotReportARetryThatIsNotMade() {
		this.http.always(Fault.throttled());
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.table.get(this.key, Consistency.STRONG, CallKind.DECISION));
		assertThat(this.metrics.retries()).isEmpty();
		assertThat(this.metrics.calls()).hasSize(1);
	}

	@Test
	void measuresTheDurationMonotonically() {
		this.http.once("GetItem", (attempt) -> {
			this.time.advance(Duration.ofMillis(30));
			this.time.jumpWallClock(Duration.ofDays(-1));
			return attempt.send();
		});
		read();
		assertThat(this.metrics.onlyCall().duration()).isEqualTo(Duration.ofMillis(30));
	}

	@Test
	void metricsThatThrowDoNotOpenTheBreaker() {
		AtomicBoolean broken = new AtomicBoolean(true);
		TableClient observed = TableClient.on(DynamoDbLocal.client(),
				dynamoDb.settings().withMetrics(new ToolkitMetrics() {
					@Override
					public void tableCalled(TableCall call) {
						if (broken.get()) {
							throw new IllegalStateException("broken metrics");
						}
					}
				}));
		for (int i = 0; i < 10; i++) {
			assertThatIllegalStateException()
				.isThrownBy(() -> observed.get(this.key, Consistency.EVENTUAL, CallKind.LOOKUP))
				.withMessage("broken metrics");
		}
		broken.set(false);
		assertThat(observed.get(this.key, Consistency.EVENTUAL, CallKind.LOOKUP)).isNull();
	}

	@Test
	void warmsUpWithTheFirstCallOfEachOperationOnItems() {
		this.table.warmUp();
		assertThat(this.http.journal()).extracting(Attempt::operation)
			.containsExactly("GetItem", "BatchGetItem", "PutItem", "UpdateItem");
		assertThat(this.http.journal().subList(2, 4))
			.allMatch((write) -> write.body().contains("ConditionExpression") && write.body().contains("W#cache"));
		assertThat(this.metrics.calls()).allMatch((call) -> call.outcome() == Outcome.SUCCESS);
		this.table.warmUp();
		assertThat(this.metrics.calls()).hasSize(8).allMatch((call) -> call.outcome() == Outcome.SUCCESS);
		Item item = this.table.get(this.table.keys().warmUp("cache"), Consistency.STRONG, CallKind.LOOKUP);
		assertThat(item.number(Item.TTL)).isEqualTo(MutableTimeSource.START.plus(Duration.ofDays(1)).getEpochSecond());
		assertThat(this.log.list).isEmpty();
	}

	@Test
	void warmsUpWhatItMayDo() {
		this.http.once("BatchGetItem", Fault.error(400, "AccessDeniedException"));
		this.table.warmUp();
		assertThat(this.http.journal()).extracting(Attempt::operation)
			.containsExactly("GetItem", "BatchGetItem", "PutItem", "UpdateItem");
		assertThat(this.log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.DEBUG);
	}

	@Test
	void onlyLogsThatItCouldNotWarmUp() {
		this.http.always(Fault.internalError());
		this.table.warmUp();
		assertThat(this.http.attempts()).isEqualTo(1);
		assertThat(this.log.list).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage())
				.startsWith("Could not warm up the cache store: DynamoDB table \"" + dynamoDb.tableName() + "\"");
		});
	}

	@Test
	void logsOnceThatDynamoDbDoesNotAnswerAndOnceThatItDoes() {
		this.http.always(Fault.internalError());
		for (int i = 0; i < 30; i++) {
			this.time.advance(Duration.ofMillis(700));
			assertThatExceptionOfType(TableUnavailableException.class)
				.isThrownBy(() -> this.table.get(this.key, Consistency.STRONG, CallKind.DECISION));
		}
		this.http.heal();
		this.time.advance(Duration.ofSeconds(2));
		read();
		assertThat(this.log.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly(
					"DynamoDB table \"" + dynamoDb.tableName()
							+ "\" does not answer; the cache store asks it once per second until it does",
					"DynamoDB table \"" + dynamoDb.tableName() + "\" answers the cache store again");
	}

	@Test
	void makesADifferentTokenForEachWrite() throws Exception {
		Set<String> tokens = ConcurrentHashMap.newKeySet();
		Race.run(4, () -> {
			for (int i = 0; i < 1000; i++) {
				tokens.add(this.table.newRev());
			}
			return null;
		});
		assertThat(tokens).hasSize(4000);
		assertThat(dynamoDb.table().newRev()).isNotIn(tokens);
	}

	@Test
	void knowsItsSettings() {
		TableSettings settings = TableSettings.of("any").withTime(this.time).withKeyPrefix("shop");
		TableClient any = TableClient.on(DynamoDbLocal.client(), settings).forStore("cache");
		assertThat(any.settings()).isSameAs(settings);
		assertThat(any.time()).isSameAs(this.time);
		assertThat(any.keys().tag("a").attributes().get("pk").s()).isEqualTo("shop:T#a");
		assertThat(TableClient.on(DynamoDbLocal.client(), "any").settings().tableName()).isEqualTo("any");
	}

	@Test
	void doesNotCloseAClientThatItDidNotMake() {
		ClosableHttpClient closable = new ClosableHttpClient();
		try (DynamoDbClient client = DynamoDbLocal.clientBuilder()
			.httpClient(null)
			.httpClientBuilder((defaults) -> closable)
			.build()) {
			TableClient.on(client, dynamoDb.settings()).close();
			TableClient.on(client, dynamoDb.settings()).forStore("cache").close();
			assertThat(closable.closed).isFalse();
		}
		assertThat(closable.closed).isTrue();
	}

	@Test
	void closesAClientOfItsOwn() {
		TableClient own = TableClient.inRegion("eu-central-1", "any");
		assertThatCode(own.forStore("cache")::close).doesNotThrowAnyException();
		assertThatCode(own::close).doesNotThrowAnyException();
	}

	private Item read() {
		return this.table.get(this.key, Consistency.STRONG, CallKind.LOOKUP);
	}

	private static final class ClosableHttpClient implements SdkHttpClient {

		private boolean closed;

		@Override
		public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
