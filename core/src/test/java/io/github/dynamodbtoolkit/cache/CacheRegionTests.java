package io.github.dynamodbtoolkit.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.value.ValueLimits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a cache promises, fault-free.
 */
@Tag("contract")
class CacheRegionTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final CacheStore store = CacheFixture.store(dynamoDb, this.time, TagSettings.defaults());

	private final CacheStore otherInstance = CacheFixture.store(dynamoDb, this.time, TagSettings.defaults());

	private final String name = "cache-" + System.identityHashCode(this);

	private final CacheRegion cache = region(CacheSettings.defaults());

	private final CacheRegion elsewhere = this.otherInstance.region(this.name, CacheSettings.defaults());

	private CacheRegion region(CacheSettings settings) {
		return this.store.region(this.name, settings);
	}

	@Test
	void answersAMissForWhatWasNeverStored() {
		assertThat(get(this.cache, "a")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void answersOnEveryInstanceWhatOneStored() {
		this.cache.put("a", "value", tagged());
		assertThat(get(this.elsewhere, "a")).isEqualTo(new Lookup.Hit("value"));
	}

	@Test
	void tellsACachedNullFromAMiss() {
		this.cache.put("a", null, EntryOptions.NONE);
		assertThat(get(this.cache, "a")).isEqualTo(new Lookup.Hit(null));
	}

	@Test
	void keepsKeysOfDifferentTypesAndCachesApart() {
		this.cache.put("1", "text", tagged());
		this.cache.put(1, "integer", tagged());
		this.cache.put(1L, "long", tagged());
		CacheRegion sibling = this.store.region(this.name + "2", CacheSettings.defaults());
		assertThat(get(this.cache, "1")).isEqualTo(new Lookup.Hit("text"));
		assertThat(get(this.cache, 1)).isEqualTo(new Lookup.Hit("integer"));
		assertThat(get(this.cache, 1L)).isEqualTo(new Lookup.Hit("long"));
		assertThat(get(sibling, "1")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void storesUnderKeysOfAnyLengthAndContent() {
		List<String> keys = List.of("", "a#b", "a%23b", "C#x#y", "h:0", "\u0000", "\r\n", "é", "e\u0301",
				"k".repeat(1_100), "k".repeat(100_000), "€".repeat(512), "__proto__");
		keys.forEach((key) -> this.cache.put(key, "value of " + key.hashCode(), tagged()));
		assertThat(keys).allSatisfy(
				(key) -> assertThat(get(this.elsewhere, key)).isEqualTo(new Lookup.Hit("value of " + key.hashCode())));
	}

	@Test
	void expiresToTheMillisecond() {
		CacheRegion short_ = region(CacheSettings.defaults().withTimeToLive(TimeToLive.of(Duration.ofMillis(1_500))));
		short_.put("a", "value", tagged());
		this.time.advance(Duration.ofMillis(1_499));
		assertThat(get(short_, "a")).isInstanceOf(Lookup.Hit.class);
		this.time.advance(Duration.ofMillis(1));
		assertThat(get(short_, "a")).isInstanceOf(Lookup.Miss.class);
		assertThat(short_.statistics().count(CacheEvent.UNREADABLE)).isZero();
	}

	@Test
	void anEntryThatLivesBrieflyDoesNotLetASlowLoadForgetAnEviction() {
		CacheRegion brief = region(CacheSettings.defaults().withTimeToLive(TimeToLive.of(Duration.ofSeconds(1))));
		LoadTicket slow = ((Lookup.Miss) get(this.elsewhere, "a")).ticket();
		brief.evict("a");
		brief.putLoaded("a", "new", ((Lookup.Miss) get(brief, "a")).ticket(), tagged());
		this.time.advance(Duration.ofSeconds(5));
		letDynamoDbDelete("C#" + this.name + "#s:a");
		assertThat(this.elsewhere.putLoaded("a", "old", slow, tagged())).isFalse();
	}

	private void letDynamoDbDelete(String partitionKey) {
		String ttl = CacheFixture.item(dynamoDb, partitionKey).get("ttl").n();
		if (Long.parseLong(ttl) <= this.time.instant().getEpochSecond()) {
			CacheFixture.deleteItem(dynamoDb, partitionKey);
		}
	}

	@Test
	void letsAnEntryHaveATimeToLiveOfItsOwn() {
		CacheRegion function = region(CacheSettings.defaults()
			.withTimeToLive((cache, key, value) -> Duration.ofSeconds(((String) value).length())));
		function.put("long", "ten chars.", tagged());
		function.put("short", "four", tagged());
		function.put("own", "ten chars.", new EntryOptions(String.class, Set.of(), Duration.ofSeconds(1)));
		this.time.advance(Duration.ofSeconds(5));
		assertThat(get(function, "long")).isInstanceOf(Lookup.Hit.class);
		assertThat(get(function, "short")).isInstanceOf(Lookup.Miss.class);
		assertThat(get(function, "own")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void doesNotStoreWhatHasNoTimeToLive() {
		CacheRegion never = region(CacheSettings.defaults().withTimeToLive((cache, key, value) -> Duration.ZERO));
		this.cache.put("a", "before", tagged());
		never.put("a", "value", tagged());
		assertThat(get(never, "a")).as("neither the new value nor the old one").isInstanceOf(Lookup.Miss.class);
		assertThat(never.statistics().count(CacheEvent.DROPPED_NO_TIME_TO_LIVE)).isOne();
	}

	@Test
	void storesForTheLongestTimeWhatShallLiveForLonger() {
		Map<Object, Duration> wished = Map.of("a", TimeToLive.MAX.plusDays(2), "b", Duration.ofSeconds(Long.MAX_VALUE));
		CacheRegion tooLong = region(CacheSettings.defaults().withTimeToLive((cache, key, value) -> wished.get(key)));
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger(CacheStore.class);
		logger.addAppender(log);
		try {
			wished.keySet().forEach((key) -> tooLong.put(key, "value", tagged()));
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.isEqualTo(
					"Cache '" + this.name + "': the time-to-live function answered more than the maximum, 3650d, for "
							+ "which the value was stored instead. Answer null for no expiry.");
		this.time.advance(TimeToLive.MAX.minusMillis(1));
		assertThat(get(tooLong, "a")).isInstanceOf(Lookup.Hit.class);
		assertThat(get(tooLong, "b")).isInstanceOf(Lookup.Hit.class);
		this.time.advance(Duration.ofMillis(1));
		assertThat(get(tooLong, "a")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void shortensTimesToLiveByTheJitterAtMost() {
		CacheRegion jittered = region(
				CacheSettings.defaults().withExpiry(new Expiry(TimeToLive.of(Duration.ofSeconds(100)), 0.5, null)));
		List<Integer> keys = new ArrayList<>();
		for (int key = 0; key < 60; key++) {
			keys.add(key);
			jittered.put(key, "value", tagged());
		}
		this.time.advance(Duration.ofSeconds(49));
		assertThat(keys).allMatch((key) -> get(jittered, key) instanceof Lookup.Hit);
		this.time.advance(Duration.ofSeconds(26));
		assertThat(keys.stream().filter((key) -> get(jittered, key) instanceof Lookup.Hit).count()).isBetween(5L, 55L);
		this.time.advance(Duration.ofSeconds(25));
		assertThat(keys).allMatch((key) -> get(jittered, key) instanceof Lookup.Miss);
	}

	@Test
	void storesALoadedValueAfterAMiss() {
		assertThat(load(this.cache, "a", "value", Set.of())).isTrue();
		assertThat(get(this.elsewhere, "a")).isEqualTo(new Lookup.Hit("value"));
	}

	@Test
	void storesALoadedValueOverAnExpiredOne() {
		CacheRegion short_ = region(CacheSettings.defaults().withTimeToLive(TimeToLive.of(Duration.ofSeconds(1))));
		short_.put("a", "old", tagged());
		this.time.advance(Duration.ofSeconds(2));
		assertThat(load(short_, "a", "new", Set.of())).isTrue();
		assertThat(get(short_, "a")).isEqualTo(new Lookup.Hit("new"));
	}

	@Test
	void storesALoadedValueAfterAnEviction() {
		this.cache.put("a", "old", tagged());
		this.cache.evict("a");
		assertThat(load(this.elsewhere, "a", "new", Set.of())).isTrue();
		assertThat(get(this.cache, "a")).isEqualTo(new Lookup.Hit("new"));
	}

	@Test
	void dropsALoadedValueWhenSomebodyElseWasFaster() {
		Lookup.Miss miss = (Lookup.Miss) get(this.cache, "a");
		load(this.elsewhere, "a", "faster", Set.of());
		assertThat(this.cache.putLoaded("a", "slower", miss.ticket(), tagged())).isFalse();
		assertThat(get(this.cache, "a")).isEqualTo(new Lookup.Hit("faster"));
		assertThat(this.cache.statistics().count(CacheEvent.DROPPED_ENTRY_CHANGED)).isOne();
	}

	@Test
	void dropsAValueWhoseLoadTookTooLong() {
		Lookup.Miss miss = (Lookup.Miss) get(this.cache, "a");
		this.time.advance(Duration.ofMinutes(10).plusMillis(1));
		assertThat(this.cache.putLoaded("a", "late", miss.ticket(), tagged())).isFalse();
		assertThat(get(this.cache, "a")).isInstanceOf(Lookup.Miss.class);
		assertThat(this.cache.statistics().count(CacheEvent.DROPPED_LOAD_TOO_LONG)).isOne();
	}

	@Test
	void putIfAbsentStoresOnceAndAnswersWhatIsThere() {
		assertThat(this.cache.putIfAbsent("a", "first", tagged())).isNull();
		assertThat(this.elsewhere.putIfAbsent("a", "second", tagged())).isEqualTo(new Lookup.Hit("first"));
		this.cache.evict("a");
		assertThat(this.elsewhere.putIfAbsent("a", "third", tagged())).isNull();
		assertThat(get(this.cache, "a")).isEqualTo(new Lookup.Hit("third"));
	}

	@Test
	void evictIfPresentTellsWhetherThereWasAnEntry() {
		assertThat(this.cache.evictIfPresent("a")).isFalse();
		this.cache.put("a", "value", tagged("t"));
		assertThat(this.elsewhere.evictIfPresent("a")).isTrue();
		assertThat(this.elsewhere.evictIfPresent("a")).isFalse();
		this.cache.put("a", "value", tagged("t"));
		this.store.invalidateTags(Set.of("t"));
		assertThat(this.cache.evictIfPresent("a")).isFalse();
	}

	@Test
	void clearReachesThisInstanceAtOnceAndOthersWithinTheStaleness() {
		this.cache.put("a", "value", tagged());
		get(this.elsewhere, "a");
		this.cache.clear();
		assertThat(get(this.cache, "a")).isInstanceOf(Lookup.Miss.class);
		this.time.advance(TagSettings.defaults().staleness());
		assertThat(get(this.elsewhere, "a")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void clearLeavesOtherCachesAlone() {
		CacheRegion sibling = this.store.region(this.name + "2", CacheSettings.defaults());
		sibling.put("a", "value", tagged());
		this.cache.clear();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(get(sibling, "a")).isInstanceOf(Lookup.Hit.class);
	}

	@Test
	void aTagReachesEveryCacheAndOnlyItsEntries() {
		CacheRegion sibling = this.store.region(this.name + "2", CacheSettings.defaults());
		this.cache.put("a", "value", tagged("t", "u"));
		this.cache.put("b", "value", tagged("u"));
		sibling.put("c", "value", tagged("t"));
		this.otherInstance.invalidateTags(Set.of("t"));
		this.time.advance(TagSettings.defaults().staleness());
		assertThat(get(this.cache, "a")).isInstanceOf(Lookup.Miss.class);
		assertThat(get(this.cache, "b")).isInstanceOf(Lookup.Hit.class);
		assertThat(get(sibling, "c")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void anEntryStoredAfterTheInvalidationIsServedAtOnceEverywhere() {
		this.cache.put("a", "old", tagged("t"));
		get(this.elsewhere, "a");
		this.store.invalidateTags(Set.of("t"));
		this.cache.put("a", "new", tagged("t"));
		assertThat(get(this.elsewhere, "a")).as("though that instance knows the older version of the tag")
			.isEqualTo(new Lookup.Hit("new"));
	}

	@Test
	void withoutStalenessATagReachesOthersAtOnce() {
		CacheRegion strict = CacheFixture
			.store(dynamoDb, this.time, new TagSettings(Duration.ZERO, Duration.ofSeconds(2)))
			.region(this.name, CacheSettings.defaults());
		this.cache.put("a", "value", tagged("t"));
		assertThat(get(strict, "a")).isInstanceOf(Lookup.Hit.class);
		this.store.invalidateTags(Set.of("t"));
		assertThat(get(strict, "a")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void aLostTagItemDoesNotBringOldEntriesBack() {
		this.store.invalidateTags(Set.of("t"));
		this.cache.put("a", "value", tagged("t"));
		CacheFixture.deleteItem(dynamoDb, "T#t");
		this.time.advance(Duration.ofSeconds(5));
		this.store.invalidateTags(Set.of("t"));
		assertThat(get(this.cache, "a")).isInstanceOf(Lookup.Miss.class);
	}

	@Test
	void aTagFromTheResultThatWasJustInvalidatedKeepsTheValueOut() {
		this.otherInstance.invalidateTags(Set.of("t"));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(load(this.cache, "a", "value", Set.of("t"))).isFalse();
		assertThat(this.cache.statistics().count(CacheEvent.DROPPED_TAG_CHANGED)).isOne();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(load(this.cache, "a", "value", Set.of("t"))).isTrue();
	}

	@Test
	void aValueAboveTheSizeIsNotStoredAndTheOldOneIsGone() {
		CacheRegion small = region(CacheSettings.defaults().withLimits(new ValueLimits(1024, 2048)));
		small.put("a", "small", tagged());
		small.put("a", "x".repeat(3_000), tagged());
		assertThat(get(small, "a")).isInstanceOf(Lookup.Miss.class);
		assertThat(small.statistics().count(CacheEvent.DROPPED_TOO_LARGE)).isOne();
	}

	@Test
	void aValueThatIsNoJsonIsNotStoredAndTheOldOneIsGone() {
		this.cache.put("a", "old", tagged());
		this.cache.put("a", new Object(), EntryOptions.NONE);
		assertThat(get(this.cache, "a")).isInstanceOf(Lookup.Miss.class);
		assertThat(this.cache.statistics().count(CacheEvent.DROPPED_NOT_ENCODABLE)).isOne();
	}

	@Test
	void aValueOfAnotherTypeIsAMissAndIsReplaced() {
		this.cache.put("a", "text", tagged());
		Lookup lookup = this.cache.get("a", Integer.class, Set.of());
		assertThat(lookup).isInstanceOf(Lookup.Miss.class);
		assertThat(this.cache.statistics().count(CacheEvent.UNREADABLE)).isOne();
		this.cache.putLoaded("a", 7, ((Lookup.Miss) lookup).ticket(), EntryOptions.ofType(Integer.class));
		assertThat(this.cache.get("a", Integer.class, Set.of())).isEqualTo(new Lookup.Hit(7));
	}

	@Test
	void countsWhatItDoes() {
		get(this.cache, "a");
		this.cache.put("a", "value", tagged());
		get(this.cache, "a");
		this.cache.evict("a");
		this.cache.clear();
		assertThat(List.of(CacheEvent.MISS, CacheEvent.PUT, CacheEvent.HIT, CacheEvent.EVICT, CacheEvent.CLEAR))
			.allMatch((event) -> this.cache.statistics().count(event) == 1);
	}

	@Test
	void refusesTagsThatAreNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> tagged("")).withMessage("Tag must not be empty.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.invalidateTags(Set.of("t", "")))
			.withMessage("Tag must not be empty.");
		assertThatIllegalArgumentException().isThrownBy(() -> tagged("t".repeat(2_048)))
			.withMessage("Tag is 2048 bytes in UTF-8, the limit is 1024. Shorten it or hash it yourself.");
		String[] tooMany = new String[57];
		for (int i = 0; i < tooMany.length; i++) {
			tooMany[i] = "tag" + i;
		}
		assertThatIllegalArgumentException().isThrownBy(() -> tagged(tooMany))
			.withMessage("An entry may carry at most 20 tags, got 57.");
		assertThat(tagged("t", "t").tags()).containsExactly("t");
	}

	@Test
	void refusesTimesToLiveThatAreNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> TimeToLive.of(Duration.ZERO))
			.withMessage("time-to-live is 0. Use a positive duration, or leave it out for no expiry.");
		assertThatIllegalArgumentException().isThrownBy(() -> TimeToLive.of(Duration.ofSeconds(-5)))
			.withMessage("time-to-live must be positive, got -5s.");
		assertThatIllegalArgumentException().isThrownBy(() -> TimeToLive.of(Duration.ofSeconds(Long.MAX_VALUE)))
			.withMessageContaining("the maximum is 3650d");
	}

	@Test
	void refusesANullKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.get(null, null, Set.of()))
			.withMessage("Cache '%s': the key is null. Give the method an argument or set @Cacheable(key = …).",
					this.name);
	}

	private static boolean load(CacheRegion cache, Object key, String value, Set<String> tagsFromResult) {
		Lookup.Miss miss = (Lookup.Miss) get(cache, key);
		return cache.putLoaded(key, value, miss.ticket(), new EntryOptions(String.class, tagsFromResult, null));
	}

	private static Lookup get(CacheRegion cache, Object key) {
		return cache.get(key, String.class, Set.of());
	}

	private static EntryOptions tagged(String... tags) {
		return new EntryOptions(String.class, List.of(tags), null);
	}

}
