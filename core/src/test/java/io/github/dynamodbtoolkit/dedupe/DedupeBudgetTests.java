package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each operation may cost, in requests and capacity units.
 */
@Timeout(30)
class DedupeBudgetTests {

	private static final AtomicInteger KEYS = new AtomicInteger();

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RecordingMetrics calls = new RecordingMetrics();

	private final ManualBackground background = new ManualBackground(this.time);

	private final DedupeStore store = DedupeFixture.store(DynamoDbLocal.client(),
			DedupeFixture.settings(dynamoDb, this.time).withMetrics(this.calls), DedupeSettings.defaults(),
			this.background);

	private final DedupeStore other = DedupeFixture.store(dynamoDb, this.time, new ManualBackground(this.time));

	private final String key = "budget-" + KEYS.incrementAndGet();

	@Test
	void owningAndCompletingCostsTwoWritesEachTime() {
		for (int run = 0; run < 3; run++) {
			this.calls.reset();
			assertThat(this.store.<String, RuntimeException>execute(this.key, String.class, () -> "done"))
				.isEqualTo("done");
			expect(List.of("UpdateItem", "PutItem"), 0, 2);
			this.time.advance(Duration.ofMillis(1));
		}
	}

	@Test
	void heartbeatCostsOneWritePerThirdOfALease() {
		DedupeFixture.own(this.store, this.key);
		this.calls.reset();
		this.background.advance(DedupeFixture.LEASE.multipliedBy(3));
		expect(Collections.nCopies(9, "UpdateItem"), 0, 9);
	}

	@Test
	void replayCostsOneWrite() {
		DedupeFixture.completeAndKeep(this.other, DedupeFixture.own(this.other, this.key), "done", Duration.ofDays(1));
		this.calls.reset();
		assertThat(this.store.registerOrJoin(this.key, null)).isInstanceOf(Claim.Finished.class);
		expect(List.of("UpdateItem"), 0, 0);
	}

	@Test
	void hundredWaitersHereCostOneWriteEachAndOnePoller() throws Exception {
		Lease lease = DedupeFixture.own(this.other, this.key);
		List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			Claim.Joined joined = DedupeFixture.join(this.store, this.key);
			waiting.add(DedupeFixture.async(() -> this.store.waitFor(joined, Duration.ofMinutes(5))));
		}
		assertThat(this.calls.operations()).hasSize(100).containsOnly("UpdateItem");
		DedupeFixture.until(() -> waiters() == 100 && this.background.size() == 1);
		this.calls.reset();
		this.background.advance(Duration.ofSeconds(3));
		assertThat(this.calls.operations()).containsOnly("GetItem").hasSizeBetween(8, 12);
		this.calls.reset();
		this.background.advance(Duration.ofSeconds(6));
		assertThat(this.calls.operations()).containsOnly("GetItem").hasSizeBetween(10, 15);
		DedupeFixture.complete(this.other, lease, "done");
		this.background.advance(Duration.ofMillis(600));
		for (CompletableFuture<Outcome> future : waiting) {
			assertThat(DedupeFixture.value(future.get())).isEqualTo("done");
		}
		this.calls.reset();
		this.background.advance(Duration.ofMinutes(1));
		expect(List.of(), 0, 0);
	}

	@Test
	void thirtyTwoCallersInOneInstanceCostNoMoreThanOne() throws Exception {
		List<String> results = Race.run(32,
				() -> this.store.<String, InterruptedException>execute(this.key, String.class, () -> {
					DedupeFixture.until(() -> waiters() == 31);
					return "done";
				}));
		assertThat(results).hasSize(32).containsOnly("done");
		expect(List.of("UpdateItem", "PutItem"), 0, 2);
	}

	@Test
	void takingOverCostsOneReadAndOneWrite() throws Exception {
		DedupeFixture.own(this.other, this.key);
		Claim.Joined joined = DedupeFixture.join(this.store, this.key);
		this.time.advance(DedupeFixture.LEASE);
		this.calls.reset();
		CompletableFuture<Outcome> waiting = DedupeFixture
			.async(() -> this.store.waitFor(joined, Duration.ofMinutes(5)));
		DedupeFixture.until(() -> waiters() == 1 && this.background.size() == 1);
		this.background.advance(Duration.ofMillis(30));
		assertThat(waiting.get()).isInstanceOf(Outcome.TakenOver.class);
		expect(List.of("GetItem", "UpdateItem"), 1, 1);
	}

	@Test
	void lookingCostsOneRead() {
		DedupeFixture.own(this.other, this.key);
		this.store.isInProgress(this.key);
		expect(List.of("GetItem"), 1, 0);
	}

	@Test
	void clearingCostsOneWrite() {
		DedupeFixture.own(this.other, this.key);
		this.store.clear(this.key);
		expect(List.of("UpdateItem"), 0, 1);
	}

	private int waiters() {
		return ((DynamoDbDedupeStore) this.store).waiters(this.key);
	}

	/** DynamoDB Local reports no capacity for a condition that failed. */
	private void expect(List<String> operations, double readUnits, double writeUnits) {
		assertThat(this.calls.operations()).isEqualTo(operations);
		assertThat(this.calls.readUnits()).isEqualTo(readUnits);
		assertThat(this.calls.writeUnits()).isEqualTo(writeUnits);
	}

}
