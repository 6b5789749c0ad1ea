package io.github.dynamodbtoolkit.flags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.dynamodbtoolkit.flags.FlagFixture.flag;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many writers of one flag: the highest version stands at the end, and nobody ever sees a
 * version fall. A twin without the condition shows that it is a race.
 */
class UpsertRaceTests {

	private static final int WRITERS = 16;

	private static final int VERSIONS = Trials.of(1_000);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FlagFixture fixture = new FlagFixture(dynamoDb);

	private final FlagStore store = this.fixture.store();

	/** Whoever keeps notes of a million calls measures the notes. */
	private final FlagStore unmeasured = this.fixture.otherStore();

	@Test
	void stormEndsAtTheHighestVersionAndNeverFalls() throws Exception {
		for (int trial = 0; trial < Trials.of(50); trial++) {
			String key = "storm-" + trial;
			assertThat(storm(this.unmeasured, key)).isSorted().hasSizeGreaterThan(10);
			assertThat(this.unmeasured.get(FlagKind.FLAGS, key)).isEqualTo(flag(key, WRITERS * VERSIONS));
		}
	}

	@Test
	void withoutTheConditionVersionsFall() throws Exception {
		this.fixture.http().always(Fault.orIf("attribute_exists(#version)"));
		List<Integer> history = storm(this.store, "twin");
		assertThat(history).isNotEqualTo(history.stream().sorted().toList());
	}

	/** Writes every version once, and answers what a reader has seen meanwhile. */
	private static List<Integer> storm(FlagStore store, String key) throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<List<Integer>> history = CompletableFuture.supplyAsync(() -> watch(store, key, over));
		AtomicInteger versions = new AtomicInteger();
		Race.run(WRITERS, Duration.ofMinutes(5), () -> upsertAll(store, key, versions));
		over.set(true);
		return history.get();
	}

	private static boolean upsertAll(FlagStore store, String key, AtomicInteger versions) {
		List<Integer> mine = new ArrayList<>();
		for (int i = 0; i < VERSIONS; i++) {
			mine.add(versions.incrementAndGet());
			if (mine.size() > 3) {
				upsert(store, key, mine.remove(ThreadLocalRandom.current().nextInt(mine.size())));
			}
		}
		mine.forEach((version) -> upsert(store, key, version));
		return true;
	}

	private static void upsert(FlagStore store, String key, int version) {
		store.upsert(FlagKind.FLAGS, key, flag(key, version));
	}

	private static List<Integer> watch(FlagStore store, String key, AtomicBoolean over) {
		List<Integer> history = new ArrayList<>();
		while (!over.get()) {
			FlagItem seen = store.get(FlagKind.FLAGS, key);
			if (seen != null) {
				history.add(seen.version());
			}
		}
		return history;
	}

	@Test
	void oneOfManyEqualVersionsWins() throws Exception {
		AtomicInteger writers = new AtomicInteger();
		List<Boolean> won = Race.run(WRITERS,
				() -> this.store.upsert(FlagKind.FLAGS, "f", flag("f", 1, "writer " + writers.incrementAndGet())));
		assertThat(won).containsOnlyOnce(true).hasSize(WRITERS);
	}

	@Test
	void upsertWhoseAnswerIsLostIsNoticedAsDone() {
		List<Fault> lost = List.of(Fault.closedAfterwards(), Fault.resetAfterwards(), Fault.truncatedAfterwards());
		for (int i = 0; i < lost.size(); i++) {
			this.fixture.http().once("PutItem", lost.get(i));
			assertThat(this.store.upsert(FlagKind.FLAGS, "f", flag("f", i))).isTrue();
		}
		assertThat(this.fixture.http().attempts()).isEqualTo(2 * lost.size());
	}

}
