package io.github.dynamodbtoolkit.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads that are overtaken by an invalidation, on two instances whose clocks differ, in
 * every order of their steps and with any time between them: what was loaded before the
 * invalidation must not be visible after it, once the staleness permitted is over.
 */
class CacheRaceTests {

	private static final int TRIALS = Trials.of(10_000);

	private static final int TRIALS_OF_TWIN = 200;

	private static final Duration STALENESS = Duration.ofSeconds(1);

	private static final Duration TOLERANCE = Duration.ofSeconds(2);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource loaderTime = new MutableTimeSource();

	private final MutableTimeSource otherTime = new MutableTimeSource();

	private final CacheRegion loader = region(this.loaderTime);

	private final CacheStore otherStore = store(this.otherTime);

	private final CacheRegion other = this.otherStore.region("races", CacheSettings.defaults());

	@ParameterizedTest
	@EnumSource
	void anOvertakenLoadIsNeverVisible(Invalidation invalidation) {
		Random random = new Random(invalidation.ordinal());
		for (int trial = 0; trial < TRIALS; trial++) {
			assertThat(race(invalidation, random, trial, true)).as("%s, trial %d", invalidation, trial).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void withoutTheCheckItIs(Invalidation invalidation) {
		Random random = new Random(invalidation.ordinal());
		int violations = 0;
		for (int trial = 0; trial < TRIALS_OF_TWIN; trial++) {
			violations += race(invalidation, random, trial, false) ? 1 : 0;
		}
		assertThat(violations).as("violations that the races can find").isPositive();
	}

	/** One race; tells whether the old value was seen after it. */
	private boolean race(Invalidation invalidation, Random random, int trial, boolean checked) {
		Race race = new Race(invalidation, invalidation + "-" + checked + "-" + trial, checked);
		List<Runnable> schedule = schedule(race, random);
		for (Runnable step : schedule) {
			advance(Duration.ofMillis(random.nextInt(3_000)));
			step.run();
		}
		advance(STALENESS);
		return race.showsOldValue(this.loader) || race.showsOldValue(this.other);
	}

	/** Both keep their own order; how they interleave is chance. */
	private static List<Runnable> schedule(Race race, Random random) {
		List<Boolean> turns = new ArrayList<>(List.of(true, true, true, false, false));
		Collections.shuffle(turns, random);
		List<Runnable> loading = new ArrayList<>(List.of(race::read, race::load, race::store));
		List<Runnable> invalidating = new ArrayList<>(List.of(race::change, race::invalidate));
		return turns.stream().map((turn) -> (turn ? loading : invalidating).remove(0)).toList();
	}

	private void advance(Duration duration) {
		this.loaderTime.advance(duration);
		this.otherTime.advance(duration);
	}

	private CacheRegion region(MutableTimeSource time) {
		return store(time).region("races", CacheSettings.defaults());
	}

	private static CacheStore store(MutableTimeSource time) {
		return CacheFixture.store(dynamoDb, time, new TagSettings(STALENESS, TOLERANCE));
	}

	private enum Invalidation {

		EVICT, PUT, CLEAR, TAG_KNOWN_BEFORE_THE_LOAD, TAG_KNOWN_FROM_THE_RESULT

	}

	private final class Race {

		private final Invalidation invalidation;

		private final String key;

		private final boolean checked;

		private String source = "old";

		private String loaded = "";

		private Lookup seen;

		private Race(Invalidation invalidation, String key, boolean checked) {
			this.invalidation = invalidation;
			this.key = key;
			this.checked = checked;
			Duration skew = Duration.ofMillis(key.hashCode() % TOLERANCE.toMillis());
			otherTime.jumpWallClock(Duration.between(otherTime.instant(), loaderTime.instant()).plus(skew));
		}

		private void read() {
			Set<String> known = this.invalidation == Invalidation.TAG_KNOWN_BEFORE_THE_LOAD ? Set.of(this.key)
					: Set.of();
			this.seen = loader.get(this.key, String.class, known);
		}

		private void load() {
			this.loaded = this.source;
		}

		private void store() {
			if (this.seen instanceof Lookup.Miss miss) {
				EntryOptions options = new EntryOptions(String.class, tags(), null);
				if (this.checked) {
					loader.putLoaded(this.key, this.loaded, miss.ticket(), options);
				}
				else {
					loader.put(this.key, this.loaded, options);
				}
			}
		}

		private Set<String> tags() {
			return switch (this.invalidation) {
				case TAG_KNOWN_BEFORE_THE_LOAD, TAG_KNOWN_FROM_THE_RESULT -> Set.of(this.key);
				default -> Set.of();
			};
		}

		private void change() {
			this.source = "new";
		}

		private void invalidate() {
			switch (this.invalidation) {
				case EVICT -> other.evict(this.key);
				case PUT -> other.put(this.key, this.source, EntryOptions.ofType(String.class));
				case CLEAR -> other.clear();
				default -> otherStore.invalidateTags(Set.of(this.key));
			}
		}

		private boolean showsOldValue(CacheRegion region) {
			return region.get(this.key, String.class, Set.of()) instanceof Lookup.Hit hit && "old".equals(hit.value());
		}

	}

}
