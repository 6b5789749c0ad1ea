package io.github.dynamodbtoolkit.spring.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.Expiry;
import io.github.dynamodbtoolkit.cache.TimeToLive;
import io.github.dynamodbtoolkit.dedupe.DedupeSettings;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.dedupe.DedupedFailureException;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * One load per key, in one instance and in several that share a table and nothing else.
 */
class SingleFlightTests {

	private static final int INSTANCES = 4;

	private static final int CALLERS = 16;

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final RunningTime time = new RunningTime();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final FaultyHttpClient http = new FaultyHttpClient(DynamoDbLocal.httpClient());

	private final List<Instance> instances = IntStream.range(0, INSTANCES).mapToObj((i) -> new Instance()).toList();

	private final AtomicInteger loads = new AtomicInteger();

	private final CountDownLatch mayEnd = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.mayEnd.countDown();
		this.instances.forEach(Instance::close);
		this.threads.shutdownNow();
	}

	@Test
	void allCallersOfAllInstancesGetTheValueOfOneLoad() throws Exception {
		List<Future<String>> answers = callEverywhere("cold", () -> {
			this.loads.incrementAndGet();
			this.mayEnd.await();
			return "value";
		});
		await().until(() -> this.loads.get() == 1);
		this.mayEnd.countDown();
		for (Future<String> answer : answers) {
			assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("value");
		}
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void manyColdKeysAreLoadedOnceEach() throws Exception {
		int keys = 20;
		List<Future<String>> answers = new ArrayList<>();
		for (int key = 0; key < keys; key++) {
			answers.addAll(callEverywhere("cold-" + key, () -> "value " + this.loads.incrementAndGet(), 2));
		}
		for (Future<String> answer : answers) {
			answer.get(60, TimeUnit.SECONDS);
		}
		assertThat(this.loads).hasValue(keys);
	}

	@Test
	void whoComesAfterTheLoadFindsTheValue() {
		for (Instance instance : this.instances) {
			assertThat(instance.cache.get("late", () -> "value " + this.loads.incrementAndGet())).isEqualTo("value 1");
		}
	}

	@Test
	void aMissCostsTwoReadsTwoLeaseWritesAndOnePut() {
		Instance instance = this.instances.get(0);
		instance.cache.get("warm up the versions");
		instance.calls.reset();
		instance.cache.get("budget", () -> "value");
		assertThat(instance.calls.operations()).containsExactly("GetItem", "UpdateItem", "GetItem", "PutItem",
				"PutItem");
	}

	@Test
	void aFailureReachesThoseWhoWaitAndIsNotKept() throws Exception {
		Callable<String> failing = () -> {
			this.loads.incrementAndGet();
			this.mayEnd.await();
			throw new IllegalStateException("no value today");
		};
		Future<String> owner = call(this.instances.get(0), "failing", failing);
		await().until(() -> this.loads.get() == 1);
		Future<String> sameInstance = call(this.instances.get(0), "failing", failing);
		Future<String> otherInstance = call(this.instances.get(1), "failing", failing);
		await().until(() -> Collections.frequency(this.instances.get(0).calls.operations(), "GetItem") == 3
				&& this.instances.get(1).calls.operations().contains("UpdateItem"));
		this.mayEnd.countDown();
		for (Future<String> local : List.of(owner, sameInstance)) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> local.get(30, TimeUnit.SECONDS))
				.withRootCauseInstanceOf(IllegalStateException.class);
		}
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> otherInstance.get(30, TimeUnit.SECONDS))
			.withRootCauseInstanceOf(DedupedFailureException.class)
			.withStackTraceContaining("no value today");
		assertThat(this.loads).hasValue(1);
		assertThat(this.instances.get(2).cache.get("failing", () -> "value")).as("the key is free").isEqualTo("value");
	}

	@Test
	void whoComesAfterAnInvalidationDoesNotGetTheOlderValue() throws Exception {
		Instance owner = this.instances.get(0);
		Future<String> old = call(owner, "overtaken", () -> {
			this.loads.incrementAndGet();
			this.mayEnd.await();
			return "old";
		});
		await().until(() -> this.loads.get() == 1);
		this.instances.get(1).cache.evict("overtaken");
		Future<String> here = call(owner, "overtaken", () -> "new");
		Future<String> there = call(this.instances.get(2), "overtaken", () -> "new");
		await().until(() -> this.instances.get(2).calls.operations().contains("UpdateItem"));
		this.mayEnd.countDown();
		assertThat(old.get(30, TimeUnit.SECONDS)).isEqualTo("old");
		assertThat(here.get(30, TimeUnit.SECONDS)).isEqualTo("new");
		assertThat(there.get(30, TimeUnit.SECONDS)).isEqualTo("new");
	}

	@Test
	void aLoaderIsNotCalledTwiceBecauseDynamoDbFails() {
		Instance instance = this.instances.get(0);
		for (String operation : List.of("GetItem", "UpdateItem", "PutItem", "BatchGetItem")) {
			this.http.rule((name, attempt) -> name.equals(operation) ? Fault.internalError() : Fault.none());
			this.loads.set(0);
			assertThat(instance.cache.get("fails-" + operation, () -> "value " + this.loads.incrementAndGet()))
				.isEqualTo("value 1");
			this.http.heal();
			instance.breakerCloses();
		}
	}

	@Test
	void aLeaseThatCannotBeGivenBackIsLeftToExpire() {
		Instance instance = this.instances.get(0);
		assertThat(instance.cache.get("ill", () -> {
			this.http.always(Fault.internalError());
			return "value";
		})).isEqualTo("value");
		assertThat(instance.leases.running()).isEmpty();
	}

	@Test
	void whatCannotBeStoredIsLoadedByEachInstance() throws Exception {
		List<Future<String>> answers = new ArrayList<>();
		for (Instance instance : this.instances) {
			answers.add(this.threads.submit(() -> Objects.toString(instance.withoutNulls.<Object>get("null", () -> {
				this.loads.incrementAndGet();
				return null;
			}))));
		}
		for (Future<String> answer : answers) {
			assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("null");
		}
		assertThat(this.loads).hasValue(INSTANCES);
	}

	@Test
	void oneInstanceRefreshesWhileAllServeTheOldValue() throws Exception {
		this.instances.get(0).soft.get("soft", () -> "old");
		this.time.advance(Instance.SOFT);
		for (Instance instance : this.instances) {
			for (int i = 0; i < CALLERS; i++) {
				assertThat(instance.soft.get("soft", () -> {
					this.loads.incrementAndGet();
					this.mayEnd.await();
					return "new";
				})).isEqualTo("old");
			}
		}
		await().until(() -> this.loads.get() == 1);
		this.mayEnd.countDown();
		await().untilAsserted(
				() -> assertThat(this.instances).allMatch((instance) -> "new".equals(instance.soft.get("soft").get())));
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void aRefreshThatFailsLeavesTheOldValueAndIsCountedOnce() throws Exception {
		Instance instance = this.instances.get(0);
		instance.soft.get("unlucky", () -> "old");
		this.time.advance(Instance.SOFT);
		for (int i = 0; i < CALLERS; i++) {
			assertThat(instance.soft.<String>get("unlucky", () -> {
				this.loads.incrementAndGet();
				throw new IllegalStateException("no value today");
			})).isEqualTo("old");
		}
		await()
			.until(() -> instance.soft.getStatistics().count(CacheEvent.REFRESH_FAILED) == 1 && this.loads.get() == 1);
		assertThat(instance.soft.get("unlucky").get()).isEqualTo("old");
	}

	@Test
	void aHitIsAHitWhereNoThreadRefreshesIt() {
		Instance instance = this.instances.get(0);
		instance.soft.get("no thread", () -> "old");
		this.time.advance(Instance.SOFT);
		this.threads.shutdown();
		assertThat(instance.soft.<String>get("no thread", () -> "new")).isEqualTo("old");
		assertThat(instance.soft.getStatistics().count(CacheEvent.REFRESH_FAILED)).isOne();
	}

	@Test
	void whoLoadsAfterTheLeasesAreClosedLoadsForHimself() {
		Instance instance = this.instances.get(0);
		instance.close();
		assertThat(instance.cache.get("at the end", () -> "value")).isEqualTo("value");
	}

	private List<Future<String>> callEverywhere(String key, Callable<String> loader) {
		return callEverywhere(key, loader, CALLERS);
	}

	private List<Future<String>> callEverywhere(String key, Callable<String> loader, int callers) {
		List<Future<String>> answers = new ArrayList<>();
		for (Instance instance : this.instances) {
			for (int i = 0; i < callers; i++) {
				answers.add(call(instance, key, loader));
			}
		}
		return answers;
	}

	private Future<String> call(Instance instance, String key, Callable<String> loader) {
		return this.threads.submit(() -> {
			try {
				return instance.cache.get(key, loader);
			}
			catch (Cache.ValueRetrievalException ex) {
				throw (Exception) ex.getCause();
			}
		});
	}

	/** Time that goes by itself, as leases and polls need it, and can be moved on. */
	private static final class RunningTime implements TimeSource {

		private final AtomicLong moved = new AtomicLong();

		private void advance(Duration duration) {
			this.moved.addAndGet(duration.toNanos());
		}

		@Override
		public Instant instant() {
			return TimeSource.system().instant().plusNanos(this.moved.get());
		}

		@Override
		public long nanoTime() {
			return TimeSource.system().nanoTime() + this.moved.get();
		}

	}

	/** An instance of an application. */
	private final class Instance {

		/** Passes only if time is moved on: a value that is new stays so. */
		private static final Duration SOFT = Duration.ofMinutes(2);

		private final RecordingMetrics calls = new RecordingMetrics();

		private final TableClient table = TableClient.on(DynamoDbLocal.client(SingleFlightTests.this.http),
				dynamoDb.settings().withTime(SingleFlightTests.this.time).withMetrics(this.calls));

		private final DedupeStore leases = DedupeStore.on(this.table, JsonValueCodec.allowing(List.of()),
				DedupeSettings.defaults().withLease(Duration.ofMinutes(1)));

		private final CacheStore store = CacheStore.on(this.table, JsonValueCodec.allowing(List.of()));

		private final DynamoDbCache cache = cache("flights", CacheSettings.defaults(), true);

		private final DynamoDbCache withoutNulls = cache("flights", CacheSettings.defaults(), false);

		private final DynamoDbCache soft = cache("soft",
				CacheSettings.defaults().withExpiry(new Expiry(TimeToLive.of(Duration.ofMinutes(5)), 0, SOFT)), true);

		private DynamoDbCache cache(String name, CacheSettings settings, boolean nulls) {
			return new DynamoDbCache(this.store.region(name, settings), nulls,
					new ClusterLoads(() -> this.leases.in("cache")), SingleFlightTests.this.threads);
		}

		private void breakerCloses() {
			SingleFlightTests.this.time.advance(Duration.ofSeconds(2));
			this.cache.get("probe");
			assertThat(this.leases.isInProgress("probe")).isFalse();
		}

		private void close() {
			this.leases.close();
		}

	}

}
