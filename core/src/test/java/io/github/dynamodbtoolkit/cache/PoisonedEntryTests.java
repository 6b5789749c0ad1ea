package io.github.dynamodbtoolkit.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Poisons;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items that are not of our making, or damaged: a read takes them for absent, counts
 * that, loads no class for them, and the next load replaces them.
 */
class PoisonedEntryTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final CacheRegion cache = CacheFixture.store(dynamoDb, this.time, TagSettings.defaults())
		.region("poisoned", CacheSettings.defaults());

	static Stream<String> attributes() {
		return Stream.of("key", "rev", "expiresAt", "ttl", "cacheVersion", "tags", "value", "encoding", "type");
	}

	@ParameterizedTest
	@MethodSource("attributes")
	void isAMissWhateverStandsInAnAttribute(String attribute) {
		Poisons.all().forEach((name, poison) -> {
			Map<String, AttributeValue> item = storedItem();
			if (poison.equals(item.get(attribute)) || isHarmless(attribute, poison)) {
				return;
			}
			item.put(attribute, poison);
			expectMissAndReplacement(item, attribute + " is " + name);
		});
	}

	/**
	 * Any string is a write token, and any newer version only says that somebody knows
	 * better.
	 */
	private static boolean isHarmless(String attribute, AttributeValue poison) {
		return (attribute.equals("rev") && poison.s() != null)
				|| (attribute.equals("cacheVersion") && "3".equals(poison.n()));
	}

	@ParameterizedTest
	@MethodSource("attributes")
	void isAMissIfAnAttributeIsMissing(String attribute) {
		Map<String, AttributeValue> item = storedItem();
		item.remove(attribute);
		expectMissAndReplacement(item, "no " + attribute);
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.net.URL", "javax.script.ScriptEngineManager", "com.acme.NoSuchClass",
			"io.github.dynamodbtoolkit.cacheevil.Foo", "[Lio.github.dynamodbtoolkit.table.TableClient;",
			"java.util.ArrayList<io.github.dynamodbtoolkit.table.TableClient>" })
	void isAMissIfItsTypeIsNotAllowed(String type) {
		Map<String, AttributeValue> item = storedItem();
		item.put("type", AttributeValue.fromS(type));
		CacheFixture.putItem(dynamoDb, item);
		assertThat(this.cache.get("a", null, Set.of())).isInstanceOf(Lookup.Miss.class);
		assertThat(this.cache.statistics().count(CacheEvent.UNREADABLE)).isOne();
	}

	@Test
	void isCounted() {
		Map<String, AttributeValue> item = storedItem();
		item.put("value", AttributeValue.fromS("garbage"));
		expectMissAndReplacement(item, "the value is a string");
		assertThat(this.cache.statistics().count(CacheEvent.UNREADABLE)).isOne();
		assertThat(this.cache.statistics().count(CacheEvent.MISS)).isOne();
	}

	@Test
	void refusedTypesAreNotInitialised() {
		CacheRegion strict = CacheStore.on(dynamoDb.table(), JsonValueCodec.allowing(List.of("com.acme")))
			.region("poisoned", CacheSettings.defaults());
		Map<String, AttributeValue> item = storedItem();
		item.put("type", AttributeValue.fromS(Tripwire.class.getName()));
		CacheFixture.putItem(dynamoDb, item);
		assertThat(strict.get("a", null, Set.of())).isInstanceOf(Lookup.Miss.class);
		assertThat(strict.get("a", String.class, Set.of())).isInstanceOf(Lookup.Miss.class);
		assertThat(tripped).isFalse();
	}

	@Test
	void anotherKeysItemIsAMiss() {
		Map<String, AttributeValue> item = storedItem();
		this.cache.put("b", "of b", EntryOptions.ofType(String.class));
		Map<String, AttributeValue> other = new HashMap<>(CacheFixture.item(dynamoDb, "C#poisoned#s:b"));
		other.put("pk", item.get("pk"));
		other.put("sk", item.get("sk"));
		expectMissAndReplacement(other, "the item of another key");
	}

	@Test
	void aPoisonedTagIsMendedAndCountsAsInvalidated() {
		for (AttributeValue poison : Poisons.all().values()) {
			CacheStore store = CacheFixture.store(dynamoDb, this.time, TagSettings.defaults());
			CacheRegion region = store.region("poisoned", CacheSettings.defaults());
			EntryOptions tagged = new EntryOptions(String.class, Set.of("t"), null);
			region.put("a", "value", tagged);
			Map<String, AttributeValue> tag = Map.of("pk", AttributeValue.fromS("T#t"), "sk",
					AttributeValue.fromS("T#t"), "version", poison, "changedAt", poison);
			CacheFixture.putItem(dynamoDb, tag);
			this.time.advance(TagSettings.defaults().staleness());
			region.get("a", String.class, Set.of("t"));
			region.put("a", "new", tagged);
			assertThat(region.get("a", String.class, Set.of())).as("after version %s", poison)
				.isEqualTo(new Lookup.Hit("new"));
			store.invalidateTags(Set.of("t"));
			assertThat(region.get("a", String.class, Set.of())).isInstanceOf(Lookup.Miss.class);
			assertThat(CacheFixture.item(dynamoDb, "T#t").get("version").n()).isNotNull();
		}
	}

	private void expectMissAndReplacement(Map<String, AttributeValue> item, String what) {
		CacheFixture.putItem(dynamoDb, item);
		Lookup lookup = this.cache.get("a", String.class, Set.of());
		assertThat(lookup).as(what).isInstanceOf(Lookup.Miss.class);
		boolean stored = this.cache.putLoaded("a", "mended", ((Lookup.Miss) lookup).ticket(),
				EntryOptions.ofType(String.class));
		assertThat(stored).as("replaced: " + what).isTrue();
		assertThat(this.cache.get("a", String.class, Set.of())).as("after " + what).isEqualTo(new Lookup.Hit("mended"));
	}

	private Map<String, AttributeValue> storedItem() {
		this.cache.put("a", "value", new EntryOptions(String.class, Set.of("t"), Duration.ofDays(1)));
		return new HashMap<>(CacheFixture.item(dynamoDb, "C#poisoned#s:a"));
	}

	private static boolean tripped;

	/** Says so if it is ever initialised. */
	static final class Tripwire {

		static {
			tripped = true;
		}

		private Tripwire() {
		}

	}

}
