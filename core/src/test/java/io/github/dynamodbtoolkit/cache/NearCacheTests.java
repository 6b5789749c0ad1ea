package io.github.dynamodbtoolkit.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Copies in memory: what they save, and how late news may reach them. Reads of several
 * keys and of entries that should be refreshed.
 */
class NearCacheTests {

	private static final Duration NEAR_TTL = Duration.ofSeconds(10);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RecordingMetrics calls = new RecordingMetrics();

	private final CacheStore store = store();

	private final CacheStore otherStore = store();

	private final String name = "near-" + System.identityHashCode(this);

	private final CacheRegion cache = this.store.region(this.name,
			CacheSettings.defaults().withNear(new NearSettings(100, NEAR_TTL)));

	private final CacheRegion elsewhere = this.otherStore.region(this.name, CacheSettings.defaults());

	private CacheStore store() {
		return CacheFixture.store(
				TableClient.on(DynamoDbLocal.client(), dynamoDb.settings().withTime(this.time).withMetrics(this.calls)),
				TagSettings.defaults());
	}

	@Test
	void aNearHitCostsNothing() {
		put("a", "value");
		get("a");
		this.calls.reset();
		assertThat(get("a")).isEqualTo(new Lookup.Hit("value"));
		assertThat(this.calls.operations()).isEmpty();
	}

	@Test
	void staleVersionsCostOneBatch() {
		put("a", "value", "t");
		get("a");
		this.time.advance(Duration.ofSeconds(1));
		this.calls.reset();
		assertThat(get("a")).isEqualTo(new Lookup.Hit("value"));
		assertThat(this.calls.operations()).containsExactly("BatchGetItem");
	}

	@Test
	void anEvictionElsewhereReachesItWithinItsTimeToLive() {
		put("a", "value");
		get("a");
		this.elsewhere.evict("a");
		this.time.advance(NEAR_TTL.minusMillis(1));
		assertThat(get("a")).isEqualTo(new Lookup.Hit("value"));
		this.time.advance(Duration.ofMillis(1));
		assertThat(get("a")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void tagsAndClearReachItWithinTheTagsStaleness() {
		put("a", "value", "t");
		put("b", "value");
		get("a");
		get("b");
		this.otherStore.invalidateTags(Set.of("t"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(get("a")).isInstanceOf(Lookup.Miss.class);
		assertThat(get("b")).isInstanceOf(Lookup.Hit.class);
		this.elsewhere.clear();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(get("b")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void whatThisInstanceChangesReachesItAtOnce() {
		put("a", "old");
		get("a");
		put("a", "new");
		assertThat(get("a")).isEqualTo(new Lookup.Hit("new"));
		this.cache.evict("a");
		assertThat(get("a")).isInstanceOf(Lookup.Miss.class);
		put("a", "again", "t");
		get("a");
		this.store.invalidateTags(Set.of("t"));
		assertThat(get("a")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void aCopyExpiresWithItsEntry() {
		this.cache.put("a", "value", new EntryOptions(String.class, Set.of(), Duration.ofSeconds(2)));
		get("a");
		this.time.advance(Duration.ofSeconds(2));
		assertThat(get("a")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void aCopyIsOfOneType() {
		put("a", "value");
		get("a");
		assertThat(this.cache.get("a", Integer.class, Set.of())).isInstanceOf(Lookup.Miss.class);
		assertThat(get("a")).isEqualTo(new Lookup.Hit("value"));
	}

	@Test
	void aReadThatBeganBeforeARemovalIsNotKept() {
		NearCache near = new NearCache(new NearSettings(10, NEAR_TTL));
		NearCache.Copy copy = new NearCache.Copy("value", null, "rev", Map.of(), 0, 0, 0);
		int stamp = near.stamp("a");
		near.remove("a");
		near.keep("a", copy, stamp);
		assertThat(near.find("a", null, 0, 0)).isNull();
		near.keep("a", copy, near.stamp("a"));
		assertThat(near.find("a", null, 0, 0)).isEqualTo(copy);
	}

	@Test
	void isBounded() {
		for (int i = 0; i < 1_000; i++) {
			put("bounded-" + i, "value");
			get("bounded-" + i);
		}
		this.calls.reset();
		for (int i = 0; i < 1_000; i++) {
			get("bounded-" + i);
		}
		assertThat(this.calls.operations()).hasSizeGreaterThanOrEqualTo(900);
	}

	@Test
	void readsSeveralKeysInOneRequest() {
		put("a", "of a", "t");
		put("b", "of b");
		get("b");
		this.calls.reset();
		assertThat(this.cache.getAll(List.of("a", "b", "none"), String.class)).satisfies((lookups) -> {
			assertThat(lookups.keySet()).containsExactlyInAnyOrder("a", "b", "none");
			assertThat(lookups.get("a")).isEqualTo(new Lookup.Hit("of a"));
			assertThat(lookups.get("b")).isEqualTo(new Lookup.Hit("of b"));
			assertThat(lookups.get("none")).isInstanceOf(Lookup.Miss.class);
		});
		assertThat(this.calls.operations()).containsExactly("BatchGetItem");
		this.otherStore.invalidateTags(Set.of("t"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.elsewhere.getAll(List.of("a", "b"), String.class).get("a")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void asksForARefreshAfterTheSoftTimeToLive() {
		CacheRegion soft = this.store.region(this.name + "-soft", CacheSettings.defaults()
			.withExpiry(new Expiry(TimeToLive.of(Duration.ofMinutes(1)), 0, Duration.ofSeconds(10))));
		soft.put("a", "old", EntryOptions.ofType(String.class));
		this.time.advance(Duration.ofSeconds(9));
		assertThat(soft.get("a", String.class, Set.of())).isEqualTo(new Lookup.Hit("old"));
		this.time.advance(Duration.ofSeconds(1));
		Lookup.Hit due = (Lookup.Hit) soft.get("a", String.class, Set.of());
		assertThat(due.value()).isEqualTo("old");
		assertThat(due.refresh()).isNotNull();
		assertThat(soft.putLoaded("a", "new", due.refresh(), EntryOptions.ofType(String.class))).isTrue();
		assertThat(soft.get("a", String.class, Set.of())).isEqualTo(new Lookup.Hit("new"));
		assertThat(soft.putLoaded("a", "late", due.refresh(), EntryOptions.ofType(String.class))).isFalse();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(soft.get("a", String.class, Set.of())).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void refusesSettingsOutOfRange() {
		assertThatIllegalArgumentException().isThrownBy(() -> new NearSettings(0, NEAR_TTL))
			.withMessageStartingWith("near.max-size must be between 1 and 1000000, got 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new NearSettings(1, Duration.ZERO))
			.withMessage("near.ttl must be between 1ms and 1h, got 0s.");
		assertThatIllegalArgumentException().isThrownBy(() -> new Expiry(TimeToLive.unlimited(), 0, Duration.ZERO))
			.withMessageStartingWith("soft-ttl is 0.");
	}

	private Lookup get(String key) {
		return this.cache.get(key, String.class, Set.of());
	}

	private void put(String key, String value, String... tags) {
		this.cache.put(key, value, new EntryOptions(String.class, List.of(tags), null));
	}

}
