package io.github.dynamodbtoolkit.cache;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each operation may cost, in requests and capacity units, in an empty table and in
 * one with 10,000 entries that carry the same tag and belong to the same cache.
 */
@ParameterizedClass
@ValueSource(booleans = { false, true })
class CacheBudgetTests {

	private static final int OTHERS = 10_000;

	private static final String CACHE = "budgets";

	@RegisterExtension
	static final DynamoDbLocal empty = new DynamoDbLocal();

	@RegisterExtension
	static final DynamoDbLocal filled = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RecordingMetrics calls = new RecordingMetrics();

	private final CacheStore store;

	private final CacheRegion cache;

	CacheBudgetTests(boolean othersInTheTable) {
		DynamoDbLocal table = othersInTheTable ? filled : empty;
		this.store = store(table, this.time, this.calls);
		this.cache = this.store.region(CACHE, CacheSettings.defaults());
	}

	private static CacheStore store(DynamoDbLocal table, MutableTimeSource time, RecordingMetrics metrics) {
		return CacheFixture.store(
				TableClient.on(DynamoDbLocal.client(), table.settings().withTime(time).withMetrics(metrics)),
				TagSettings.defaults());
	}

	@BeforeAll
	static void fill() {
		CacheRegion others = store(filled, new MutableTimeSource(), new RecordingMetrics()).region(CACHE,
				CacheSettings.defaults());
		IntStream.range(0, OTHERS)
			.parallel()
			.forEach((i) -> others.put("other-" + i, "x".repeat(200), tagged("common")));
	}

	@Test
	void hitCostsOneRead() {
		this.cache.put("hit", "value", tagged());
		this.calls.reset();
		assertThat(get("hit")).isInstanceOf(Lookup.Hit.class);
		expect(List.of("GetItem"), 0.5, 0);
	}

	@Test
	void missCostsOneRead() {
		get("warm up the versions");
		this.calls.reset();
		assertThat(get("miss")).isInstanceOf(Lookup.Miss.class);
		expect(List.of("GetItem"), 0.5, 0);
	}

	@Test
	void expiredReadCostsOneRead() {
		this.cache.put("expired", "value", new EntryOptions(String.class, Set.of(), Duration.ofMillis(500)));
		this.time.advance(Duration.ofMillis(600));
		this.calls.reset();
		assertThat(get("expired")).isInstanceOf(Lookup.Miss.class);
		expect(List.of("GetItem"), 0.5, 0);
	}

	@Test
	void staleVersionsCostOneBatchOfTheEntrysTags() {
		// DynamoDB charges for an absent item as for a small one; DynamoDB Local does
		// not.
		this.store.invalidateTags(Set.of("t1", "t2", "t3", "t4"));
		this.cache.clear();
		this.cache.put("stale", "value", tagged("t1", "t2", "t3"));
		this.time.advance(Duration.ofSeconds(1));
		this.calls.reset();
		assertThat(get("stale")).isInstanceOf(Lookup.Hit.class);
		expect(List.of("GetItem", "BatchGetItem"), 0.5 + 4, 0);
		this.calls.reset();
		get("stale");
		expect(List.of("GetItem"), 0.5, 0);
	}

	@Test
	void putCostsOneWriteWithoutTags() {
		get("warm up the versions");
		this.calls.reset();
		this.cache.put("put", "x".repeat(500), tagged());
		expect(List.of("PutItem"), 0, 1);
	}

	@Test
	void putWithThreeOrTwentyTagsFromTheResultCostsOneBatchMore() {
		for (int tags : new int[] { 3, 20 }) {
			this.store.invalidateTags(Set.of(names(tags)));
			this.time.advance(Duration.ofSeconds(3));
			Lookup.Miss miss = (Lookup.Miss) get("tagged-" + tags);
			this.calls.reset();
			assertThat(this.cache.putLoaded("tagged-" + tags, "value", miss.ticket(), tagged(names(tags)))).isTrue();
			expect(List.of("BatchGetItem", "PutItem"), tags, 1);
		}
	}

	@Test
	void putWithTagsKnownBeforeTheLoadCostsOneWrite() {
		Set<String> known = Set.of(names(20));
		Lookup.Miss miss = (Lookup.Miss) this.cache.get("known", String.class, known);
		this.calls.reset();
		this.cache.putLoaded("known", "value", miss.ticket(), new EntryOptions(String.class, known, null));
		expect(List.of("PutItem"), 0, 1);
	}

	@Test
	void evictCostsOneWrite() {
		this.cache.put("evict", "value", tagged());
		this.calls.reset();
		this.cache.evict("evict");
		expect(List.of("UpdateItem"), 0, 1);
		this.calls.reset();
		this.cache.evictIfPresent("evict");
		expect(List.of("UpdateItem"), 0, 1);
	}

	@Test
	void evictCostsWhatTheEntryWeighsAndATagOfItsOwnDoesNot() {
		String random = randomText(100 * 1024);
		this.calls.reset();
		this.cache.put("heavy", random, tagged("heavy"));
		double put = this.calls.writeUnits();
		assertThat(put).isBetween(80.0, 101.0);
		this.calls.reset();
		this.store.invalidateTags(Set.of("heavy"));
		expect(List.of("UpdateItem"), 0, 1);
		this.calls.reset();
		this.cache.evict("heavy");
		expect(List.of("UpdateItem"), 0, put);
	}

	@Test
	void aTagCostsOneWriteHoweverManyEntriesCarryIt() {
		IntStream.range(0, 10).forEach((i) -> this.cache.put("few-" + i, "value", tagged("few")));
		this.calls.reset();
		this.store.invalidateTags(Set.of("few"));
		expect(List.of("UpdateItem"), 0, 1);
		this.cache.put("other-1", "value", tagged("common"));
		assertThat(get("other-1")).isInstanceOf(Lookup.Hit.class);
		this.calls.reset();
		this.store.invalidateTags(Set.of("common"));
		expect(List.of("UpdateItem"), 0, 1);
		assertThat(get("other-1")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void clearCostsOneWriteHoweverManyEntriesThereAre() {
		this.cache.put("other-2", "value", tagged());
		assertThat(get("other-2")).isInstanceOf(Lookup.Hit.class);
		this.calls.reset();
		this.cache.clear();
		expect(List.of("UpdateItem"), 0, 1);
		assertThat(get("other-2")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void aValueOfThreeMegabytesCostsItsChunks() {
		String random = randomText(3 * 1024 * 1024);
		get("warm up the versions");
		this.calls.reset();
		this.cache.put("large", random, tagged());
		assertThat(this.calls.operations()).as("one batch of chunks, then the head")
			.containsExactly("BatchWriteItem", "PutItem");
		this.calls.reset();
		assertThat(get("large")).isEqualTo(new Lookup.Hit(random));
		assertThat(this.calls.operations()).containsExactly("GetItem", "BatchGetItem");
	}

	private void expect(List<String> operations, double readUnits, double writeUnits) {
		assertThat(this.calls.operations()).containsExactlyElementsOf(operations);
		assertThat(this.calls.readUnits()).isEqualTo(readUnits);
		assertThat(this.calls.writeUnits()).isEqualTo(writeUnits);
	}

	private Lookup get(String key) {
		return this.cache.get(key, String.class, Set.of());
	}

	private static String[] names(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "name-" + count + "-" + i).toArray(String[]::new);
	}

	private static EntryOptions tagged(String... tags) {
		return new EntryOptions(String.class, new LinkedHashSet<>(List.of(tags)), null);
	}

	/** Text that hardly compresses. */
	private static String randomText(int length) {
		Random random = new Random(1);
		StringBuilder text = new StringBuilder(length);
		while (text.length() < length) {
			text.append((char) (' ' + random.nextInt(95)));
		}
		return text.toString();
	}

}
