package io.github.dynamodbtoolkit.apps;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableUnavailableException;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.dynamodbtoolkit.apps.AppFixture.app;
import static io.github.dynamodbtoolkit.apps.AppFixture.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a registry does, what it remembers, and what that costs.
 */
@Tag("contract")
class AppRegistryTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final AppFixture fixture = new AppFixture(dynamoDb);

	private final AppRegistry registry = this.fixture.registry();

	@Test
	void findingByIdIsOneReadAndThenNothing() {
		this.fixture.write("a", Map.of());
		assertThat(this.registry.findById("a")).isEqualTo(app("a"));
		assertThat(this.fixture.metrics().onlyCall().operation()).isEqualTo("GetItem");
		assertThat(this.fixture.metrics().onlyCall().store()).isEqualTo("apps");
		assertThat(this.fixture.metrics().readUnits()).isEqualTo(0.5);
		this.registry.findById("a");
		assertThat(this.fixture.http().attempts()).isEqualTo(1);
	}

	@Test
	void findingByKeyIsOneQueryAndThenNothing() {
		this.fixture.write("a", Map.of());
		assertThat(this.registry.findByKey("a-key")).isEqualTo(app("a"));
		assertThat(this.fixture.metrics().onlyCall().operation()).isEqualTo("Query");
		assertThat(this.fixture.metrics().readUnits()).isEqualTo(0.5);
		this.registry.findByKey("a-key");
		assertThat(this.fixture.http().attempts()).isEqualTo(1);
	}

	@Test
	void savingReadsAndWritesInOneTransaction() {
		this.registry.save(app("a"));
		assertThat(this.fixture.metrics().operations()).containsExactly("GetItem", "Query", "TransactWriteItems");
		// index
		this.fixture.metrics().reset();
		this.registry.save(app("a").withClientMessages(true));
		assertThat(this.fixture.metrics().operations()).containsExactly("GetItem", "TransactWriteItems");
		this.fixture.metrics().reset();
		this.registry.disable("a");
		this.registry.enable("a");
		this.registry.rotateSecret("a");
		assertThat(this.fixture.metrics().operations()).containsExactly("UpdateItem", "UpdateItem", "UpdateItem");
	}

	/** One app's id is another's key. */
	@Test
	void idsAndKeysAreNeverTakenForEachOther() {
		this.registry.save(App.of("a", "b", AppSecret.of("1")));
		this.registry.save(App.of("b", "a", AppSecret.of("2")));
		for (int i = 0; i < 2; i++) {
			assertThat(this.registry.findById("a").key()).isEqualTo("b");
			assertThat(this.registry.findByKey("a").id()).isEqualTo("b");
			assertThat(this.registry.findById("b").key()).isEqualTo("a");
			assertThat(this.registry.findByKey("b").id()).isEqualTo("a");
		}
	}

	@Test
	void unknownKeyIsAskedForOnceMore() {
		assertThat(this.registry.findByKey("nobody")).isNull();
		assertThat(this.fixture.time().sleeps()).containsExactly(Duration.ofMillis(200));
		assertThat(this.fixture.metrics().operations()).containsExactly("Query", "Query");
		assertThat(this.registry.findById("nobody")).isNull();
		assertThat(this.fixture.http().attempts()).isEqualTo(3);
	}

	@Test
	void findsAnAppThatReachesTheIndexMeanwhile() {
		this.fixture.http().once("Query", Fault.changedAnswer((answer) -> {
			this.fixture.write("late", Map.of());
			return answer;
		}));
		assertThat(this.registry.findByKey("late-key")).isEqualTo(app("late"));
	}

	@Test
	@Timeout(60)
	void strangersWhoGuessKeysHoldFewThreads() throws Exception {
		CountDownLatch holding = new CountDownLatch(8);
		CountDownLatch lag = new CountDownLatch(1);
		TimeSource time = new TimeSource() {

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
				holding.countDown();
				lag.await();
			}

		};
		AppRegistry slow = AppRegistry.on(
				TableClient.on(DynamoDbLocal.client(), this.fixture.table().settings().withTime(time)),
				AppRegistrySettings.defaults());
		ExecutorService strangers = Executors.newCachedThreadPool();
		try {
			List<Future<App>> held = guess(slow, strangers, "held", 8);
			holding.await();
			for (Future<App> refused : guess(slow, strangers, "refused", 20)) {
				assertThat(refused.get()).isNull();
			}
			assertThat(held).noneMatch(Future::isDone);
			lag.countDown();
			for (Future<App> found : held) {
				assertThat(found.get()).isNull();
			}
		}
		finally {
			lag.countDown();
			strangers.shutdownNow();
		}
	}

	private static List<Future<App>> guess(AppRegistry registry, ExecutorService strangers, String name, int times) {
		return IntStream.range(0, times).mapToObj((i) -> strangers.submit(() -> registry.findByKey(name + i))).toList();
	}

	@Test
	void unknownIsRememberedForFiveSecondsOnly() {
		assertThat(this.registry.findById("a")).isNull();
		this.fixture.write("a", Map.of());
		this.fixture.time().advance(Duration.ofMillis(4_999));
		assertThat(this.registry.findById("a")).isNull();
		this.fixture.time().advance(Duration.ofMillis(1));
		assertThat(this.registry.findById("a")).isNotNull();
	}

	@Test
	void changeOfAnotherInstanceIsSeenWithinTheCacheTtl() {
		this.registry.save(app("a"));
		this.registry.findById("a");
		this.registry.findByKey("a-key");
		this.fixture.otherRegistry().disable("a");
		this.fixture.time().advance(Duration.ofMillis(29_999));
		assertThat(this.registry.findById("a").enabled()).isTrue();
		this.fixture.time().advance(Duration.ofMillis(1));
		assertThat(this.registry.findById("a").enabled()).isFalse();
		assertThat(this.registry.findByKey("a-key").enabled()).isFalse();
	}

	@Test
	void ownChangesAreSeenAtOnce() {
		this.registry.save(app("a"));
		assertThat(this.registry.findById("b")).isNull();
		assertThat(this.registry.findByKey("b-key")).isNull();
		this.registry.save(app("b"));
		assertThat(this.registry.findById("b")).isEqualTo(app("b"));
		assertThat(this.registry.findByKey("b-key")).isEqualTo(app("b"));

		assertThat(this.registry.findByKey("a-key").enabled()).isTrue();
		assertThat(this.registry.disable("a")).isTrue();
		assertThat(this.registry.findById("a").enabled()).isFalse();
		assertThat(this.registry.findByKey("a-key").enabled()).isFalse();
		assertThat(this.registry.enable("a")).isTrue();
		assertThat(this.registry.findByKey("a-key").enabled()).isTrue();

		AppSecret rotated = this.registry.rotateSecret("a");
		assertThat(rotated).isNotEqualTo(AppSecret.of("a-secret"));
		assertThat(this.registry.findById("a")).isEqualTo(app("a").withSecret(rotated));
		assertThat(this.registry.findByKey("a-key").secret()).isEqualTo(rotated);

		assertThat(this.registry.delete("a")).isTrue();
		assertThat(this.registry.findById("a")).isNull();
		assertThat(this.registry.findByKey("a-key")).isNull();
	}

	/** Read before the write, answered after it. */
	@Test
	void lookUpFromBeforeAnOwnWriteIsNotRemembered() {
		this.registry.save(app("a"));
		this.fixture.http().once("GetItem", (attempt) -> {
			var answer = attempt.send();
			this.registry.disable("a");
			return answer;
		});
		assertThat(this.registry.findById("a").enabled()).isTrue();
		assertThat(this.registry.findById("a").enabled()).isFalse();
	}

	@Test
	void rotationLosesNothingWhenTheAnswerIsLost() {
		this.registry.save(app("a"));
		this.fixture.http().once("UpdateItem", Fault.resetAfterwards());
		AppSecret rotated = this.registry.rotateSecret("a");
		assertThat(this.fixture.item("a").get("AppSecret")).isEqualTo(s(rotated.reveal()));
	}

	@Test
	void whatIsNoAppIsNotChanged() {
		this.registry.save(app("a"));
		for (String id : List.of("nobody", "key#a-key", "", "x".repeat(1025), "\ud800")) {
			assertThat(this.registry.disable(id)).isFalse();
			assertThat(this.registry.rotateSecret(id)).isNull();
			assertThat(this.registry.delete(id)).isFalse();
			assertThat(this.registry.findById(id)).isNull();
		}
		assertThat(this.registry.findByKey("")).isNull();
		assertThat(this.fixture.ids()).containsExactlyInAnyOrder("a", "key#a-key");
	}

	@Test
	void outageServesWhatWasSeenForFiveMinutes() {
		this.registry.save(app("a"));
		this.registry.findById("a");
		this.registry.findByKey("a-key");
		this.fixture.http().always(Fault.throttled());
		this.fixture.time().advance(Duration.ofMillis(299_999));
		assertThat(this.registry.findById("a")).isEqualTo(app("a"));
		assertThat(this.registry.findByKey("a-key")).isEqualTo(app("a"));
		assertThat(this.fixture.metrics().appEvents()).containsExactly(AppEvent.SERVED_STALE, AppEvent.SERVED_STALE);
		this.fixture.time().advance(Duration.ofMillis(1));
		assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> this.registry.findById("a"));
		this.fixture.http().heal();
		this.fixture.time().advance(Duration.ofSeconds(2));
		assertThat(this.registry.findById("a")).isEqualTo(app("a"));
	}

	@Test
	void outageIsNeverTakenForNobody() {
		assertThat(this.registry.findById("nobody")).isNull();
		this.fixture.time().advance(Duration.ofSeconds(5));
		for (Fault fault : List.of(Fault.throttled(), Fault.internalError(), Fault.unreachable(), Fault.garbage(),
				Fault.error(400, "ExpiredTokenException"))) {
			this.fixture.http().always(fault);
			assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.registry.findById("nobody"));
			assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.registry.findByKey("nobody"));
		}
	}

	@Test
	void uncertainWriteIsForgotten() {
		this.registry.save(app("a"));
		this.registry.findById("a");
		this.fixture.http()
			.rule((operation, number) -> operation.equals("UpdateItem") ? Fault.resetAfterwards() : Fault.none());
		assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> this.registry.disable("a"));
		assertThat(this.registry.findById("a").enabled()).isFalse();
	}

	@Test
	void listsAllPages() {
		Set<App> saved = new HashSet<>();
		for (int i = 0; i < 7; i++) {
			saved.add(app("app-" + i));
			this.registry.save(app("app-" + i));
		}
		AppRegistry listing = this.fixture.registry((settings) -> settings.withAllowScan(true));
		this.fixture.http().forget();
		List<App> listed = new ArrayList<>();
		String next = null;
		do {
			AppPage page = listing.list(next, 4);
			listed.addAll(page.apps());
			next = page.next();
		}
		while (next != null);
		assertThat(listed).hasSize(7).containsExactlyInAnyOrderElementsOf(saved);
		assertThat(this.fixture.http().attempts()).isBetween(4, 5);
		assertThat(this.fixture.http().journal()).allMatch((attempt) -> attempt.operation().equals("Scan"));
	}

	@Test
	void listsNothingUnlessItIsAllowed() {
		assertThatIllegalStateException().isThrownBy(() -> this.registry.list(null, 10))
			.withMessageContaining("toolkit.dynamodb.apps.allow-scan=true");
		AppRegistry listing = this.fixture.registry((settings) -> settings.withAllowScan(true));
		assertThatIllegalArgumentException().isThrownBy(() -> listing.list(null, 0))
			.withMessage("limit must be between 1 and 1000, got 0.");
		assertThat(this.fixture.http().attempts()).isZero();
	}

	@Test
	void indexMayHaveAnotherName() {
		String table = dynamoDb.newTable(TableSchema.APPS.withIndexName("by-key"));
		AppRegistry other = AppRegistry.on(TableClient.on(DynamoDbLocal.client(), DynamoDbLocal.settings(table)),
				new AppRegistrySettings("by-key", Duration.ZERO, Duration.ZERO, false, Map.of()));
		other.save(app("a"));
		assertThat(other.findByKey("a-key")).isEqualTo(app("a"));
	}

	@Test
	void settingsOutOfRangeAreRefused() {
		AppRegistrySettings defaults = AppRegistrySettings.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> defaults.withCacheTtl(Duration.ofSeconds(-1)))
			.withMessage("cache-ttl must be between 0s and 1h, got -1s.");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new AppRegistrySettings("AppKeyIndex", Duration.ZERO, Duration.ofMinutes(6), false, Map.of()))
			.withMessage("stale-for must be between 0s and 5m, got 6m.");
		assertThatIllegalArgumentException().isThrownBy(() -> AppLimits.none().with(AppLimit.MAX_EVENT_BATCH_SIZE, -1))
			.withMessage("MaxEventBatchSize must be between 0 and 10^12, got -1. "
					+ "Leave it out for the server's default.");
		assertThatIllegalArgumentException().isThrownBy(() -> App.of("key#a", "a", AppSecret.random()))
			.withMessage("App id must not begin with 'key#'. Use another id.");
		assertThatIllegalArgumentException().isThrownBy(() -> App.of("", "a", AppSecret.random()))
			.withMessage("App id must not be empty.");
		assertThatIllegalArgumentException().isThrownBy(() -> App.of("a", " ", AppSecret.random()))
			.withMessage("App key must not be blank.");
		assertThatIllegalArgumentException().isThrownBy(() -> AppSecret.of(" "))
			.withMessageStartingWith("App secret must not be blank.");
	}

}
