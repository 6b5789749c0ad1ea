package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who owns a key when many want it. Each race has a twin in which the conditions are
 * taken out, and which shows that the race is one.
 */
@Timeout(1000)
class DedupeRaceTests {

	private static final int ROUNDS = Trials.of(10_000);

	private static final int TWIN_ROUNDS = 200;

	private static final int PARALLEL = 8;

	private static final AtomicInteger KEYS = new AtomicInteger();

	/** The longest that all rounds may take, on a busy machine too. */
	private static final Duration ALL_ROUNDS = Duration.ofMinutes(15);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final List<DedupeStore> stores = IntStream.range(0, 4)
		.mapToObj((i) -> DedupeFixture.store(dynamoDb, TimeSource.system(), this.http,
				new ManualBackground(new MutableTimeSource())))
		.toList();

	@Test
	void oneOfManyOwnsTheKeyWhateverFaults() throws Exception {
		this.http.rule((operation, number) -> faultInThreeOfTen(number));
		List<Long> owners = owners(ROUNDS);
		assertThat(owners).containsOnly(0L, 1L);
		assertThat(Collections.frequency(owners, 1L)).isGreaterThan(ROUNDS * 9 / 10);
	}

	@Test
	void withoutTheConditionTwoOwnTheKey() throws Exception {
		this.http.always(Fault.orIf("attribute_exists(pk) OR attribute_not_exists(pk)"));
		assertThat(owners(TWIN_ROUNDS)).anyMatch((owners) -> owners > 1);
	}

	/**
	 * The owners end their jobs at once, so that a key changes hands while others ask for
	 * it; what they count shows whether two worked at the same time.
	 */
	@Test
	void keyThatChangesHandsHasOneOwnerAtATime() throws Exception {
		assertThat(countedUnderLease(25)).isEqualTo(8 * 25);
	}

	@Test
	void withoutTheConditionTwoWorkAtTheSameTime() throws Exception {
		this.http.always(Fault.orIf("attribute_exists(pk) OR attribute_not_exists(pk)"));
		assertThat(countedUnderLease(25)).isLessThan(8 * 25);
	}

	private static Fault faultInThreeOfTen(int number) {
		return switch (new Random(number * 7919L).nextInt(20)) {
			case 0, 1 -> Fault.closedAfterwards();
			case 2 -> Fault.resetAfterwards();
			case 3 -> Fault.truncatedAfterwards();
			case 4 -> Fault.unreachable();
			case 5 -> Fault.internalError();
			default -> Fault.none();
		};
	}

	/** Plays so many rounds, and answers the number of owners in each. */
	private List<Long> owners(int rounds) throws Exception {
		AtomicInteger started = new AtomicInteger();
		List<Long> owners = new CopyOnWriteArrayList<>();
		Race.run(PARALLEL, ALL_ROUNDS, () -> {
			for (int round = started.incrementAndGet(); round <= rounds; round = started.incrementAndGet()) {
				owners.add(ownersAmong((round % 50 == 0) ? 32 : 2 + round % 7));
			}
			return null;
		});
		return owners;
	}

	/** How many of so many threads became the owner of a new key. */
	private long ownersAmong(int threads) throws Exception {
		String key = "race-" + KEYS.incrementAndGet();
		AtomicInteger callers = new AtomicInteger();
		return Race.run(threads, () -> isOwner(this.stores.get(callers.incrementAndGet() % this.stores.size()), key))
			.stream()
			.filter(Boolean::booleanValue)
			.count();
	}

	private static boolean isOwner(DedupeStore store, String key) {
		try {
			return store.registerOrJoin(key, null) instanceof Claim.Owned;
		}
		catch (TableException ex) {
			return false;
		}
	}

	private int countedUnderLease(int each) throws Exception {
		String key = "race-" + KEYS.incrementAndGet();
		int[] unguarded = new int[1];
		AtomicInteger callers = new AtomicInteger();
		Race.run(8, () -> {
			DedupeStore store = this.stores.get(callers.incrementAndGet() % this.stores.size());
			for (int counted = 0; counted < each;) {
				if (store.registerOrJoin(key, null) instanceof Claim.Owned owned) {
					int before = unguarded[0];
					Thread.yield();
					unguarded[0] = before + 1;
					counted++;
					store.release(owned.lease());
				}
			}
			return null;
		});
		return unguarded[0];
	}

	/** Joiners who come just as the owner finishes get an outcome, and soon. */
	@Test
	void everybodyIsAnsweredWhoComesAsTheOwnerFinishes() throws Exception {
		List<DedupeStore> real = IntStream.range(0, 4)
			.mapToObj((i) -> DedupeFixture.store(dynamoDb, TimeSource.system(), new BackgroundThreads()))
			.toList();
		for (int round = 0; round < Trials.of(200); round++) {
			String key = "race-" + KEYS.incrementAndGet();
			AtomicInteger callers = new AtomicInteger();
			AtomicInteger running = new AtomicInteger();
			List<String> results = Race.run(32, () -> {
				int caller = callers.incrementAndGet();
				TimeUnit.MICROSECONDS.sleep(caller * 200L);
				return real.get(caller % 4).<String, RuntimeException>execute(key, String.class, () -> {
					assertThat(running.incrementAndGet()).isOne();
					running.decrementAndGet();
					return "done";
				});
			});
			assertThat(results).hasSize(32).containsOnly("done");
		}
		real.forEach(DedupeStore::close);
	}

	@Test
	void callersOfFourInstancesShareOneRun() throws Exception {
		List<DedupeStore> real = IntStream.range(0, 4)
			.mapToObj((i) -> DedupeFixture.store(dynamoDb, TimeSource.system(), new BackgroundThreads()))
			.toList();
		String key = "race-" + KEYS.incrementAndGet();
		AtomicInteger runs = new AtomicInteger();
		AtomicInteger callers = new AtomicInteger();
		List<String> results = Race.run(64, () -> {
			DedupeStore store = real.get(callers.incrementAndGet() % 4);
			return store.<String, InterruptedException>execute(key, String.class, () -> {
				DedupeFixture.until(
						() -> real.stream().mapToInt((each) -> ((DynamoDbDedupeStore) each).waiters(key)).sum() == 63);
				return "run " + runs.incrementAndGet();
			});
		});
		assertThat(results).hasSize(64).containsOnly("run 1");
		real.forEach(DedupeStore::close);
	}

}
