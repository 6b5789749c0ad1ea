package io.github.dynamodbtoolkit.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Keys}.
 */
class KeysTests {

	private static final String NUL = "\u0000";

	private static final String LONG_KEY = "k".repeat(3000);

	private static final String HASH_OF_LONG_KEY = "1e668e6b850b1eb4bb89dc81d727b07b973d7d19e8fc87bcc55ab21c0a88da7a";

	/** What the parts of keys are made of in the search for two that are alike. */
	private static final List<String> ALPHABET = List.of("a", "#", "%", ":", NUL, "é", "h:", "23");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final Keys keys = new Keys("");

	@Test
	void laysOutEachKindOfItem() {
		assertThat(text(this.keys.cacheEntry("users", "42"))).isEqualTo("C#users#42");
		assertThat(text(this.keys.chunk("w1", 3))).isEqualTo("CH#w1#3");
		assertThat(text(this.keys.tag("red"))).isEqualTo("T#red");
		assertThat(text(this.keys.cacheVersion("users"))).isEqualTo("V#users");
		assertThat(text(this.keys.dedupeJob("order-1"))).isEqualTo("J#order-1");
		assertThat(text(this.keys.dedupeJob("orders", "1"))).isEqualTo("J#orders#1");
		assertThat(text(this.keys.warmUp("cache"))).isEqualTo("W#cache");
	}

	@Test
	void repeatsThePartitionKeyAsSortKey() {
		assertThat(this.keys.tag("red").attributes()).containsOnlyKeys("pk", "sk")
			.allSatisfy((name, value) -> assertThat(value.s()).isEqualTo("T#red"));
	}

	@Test
	void escapesWhatSeparatesPartsAndWhatCannotBeSeen() {
		assertThat(text(this.keys.tag("a#b%c" + NUL + "\n\u0085é::/|"))).isEqualTo("T#a%23b%25c%00%0A%85é::/|");
	}

	@Test
	void putsThePrefixFirstInEveryKey() {
		Keys prefixed = new Keys("shop-1");
		assertThat(everyKind(prefixed, LONG_KEY)).allMatch((key) -> text(key).startsWith("shop-1:"));
		assertThat(everyKind(prefixed, "x")).allMatch((key) -> text(key).startsWith("shop-1:"));
	}

	private static List<ItemKey> everyKind(Keys keys, String part) {
		return List.of(keys.cacheEntry("cache", part), keys.chunk("id", 0), keys.tag(part), keys.cacheVersion(part),
				keys.dedupeJob(part), keys.dedupeJob("scope", part), keys.warmUp(part));
	}

	@Test
	void makesDifferentKeysOfDifferentParts() {
		List<String> parts = new ArrayList<>(sequences(3));
		parts.add(LONG_KEY);
		parts.add("h:" + HASH_OF_LONG_KEY);
		parts.add("h%3A" + HASH_OF_LONG_KEY);
		Map<String, String> seen = new HashMap<>();
		for (String prefix : List.of("", "a", "h", "C", "T")) {
			Keys prefixed = new Keys(prefix);
			for (String part : parts) {
				see(seen, prefixed.tag(part), prefix, "tag", part);
				see(seen, prefixed.cacheVersion(part), prefix, "cacheVersion", part);
				see(seen, prefixed.dedupeJob(part), prefix, "dedupeJob", part);
				see(seen, prefixed.warmUp(part), prefix, "warmUp", part);
				see(seen, prefixed.chunk(part, 1), prefix, "chunk1", part);
				see(seen, prefixed.chunk(part, 12), prefix, "chunk12", part);
			}
			List<String> shorter = new ArrayList<>(sequences(2));
			shorter.add(LONG_KEY);
			shorter.add("h:" + HASH_OF_LONG_KEY);
			for (String cache : sequences(2)) {
				for (String key : shorter) {
					see(seen, prefixed.cacheEntry(cache, key), prefix, "cacheEntry", cache, key);
					see(seen, prefixed.dedupeJob(cache, key), prefix, "dedupeJob of scope", cache, key);
				}
			}
		}
		assertThat(seen).hasSizeGreaterThan(20_000);
	}

	/** All texts of up to so many elements of the alphabet. */
	private static List<String> sequences(int length) {
		List<String> all = new ArrayList<>(List.of(""));
		List<String> last = all;
		for (int i = 0; i < length; i++) {
			last = last.stream().flatMap((text) -> ALPHABET.stream().map((element) -> text + element)).toList();
			all.addAll(last);
		}
		return all.stream().distinct().toList();
	}

	private static void see(Map<String, String> seen, ItemKey key, String... parts) {
		String tuple = String.join("|", parts);
		assertThat(seen.put(text(key), tuple)).as(tuple).isNull();
	}

	@Test
	void hashesTheLastPartOfKeysAboveTheLimit() {
		String start = "C#users#";
		String fits = "k".repeat(1024 - start.length());
		assertThat(text(this.keys.cacheEntry("users", fits))).isEqualTo(start + fits);
		assertThat(text(this.keys.cacheEntry("users", fits + "k"))).startsWith(start + "h:").hasSize(8 + 2 + 64);
		assertThat(text(this.keys.cacheEntry("users", LONG_KEY))).isEqualTo(start + "h:" + HASH_OF_LONG_KEY);
	}

	@Test
	void measuresKeysInBytes() {
		String euros = "€".repeat(512);
		assertThat(text(this.keys.tag(euros))).startsWith("T#h:");
		assertThat(text(this.keys.tag("€".repeat(340)))).isEqualTo("T#" + "€".repeat(340));
		assertThat(text(this.keys.tag("#".repeat(500)))).startsWith("T#h:");
	}

	@Test
	void neverExceedsTheLimit() {
		Keys prefixed = new Keys("p".repeat(64));
		String longestName = "#".repeat(Keys.MAX_CACHE_NAME_BYTES);
		assertThat(text(prefixed.cacheEntry(longestName, LONG_KEY)).getBytes(StandardCharsets.UTF_8).length)
			.isLessThanOrEqualTo(1024);
	}

	@Test
	void makesKeysThatDynamoDbTakesAndGivesBack() {
		TableClient table = dynamoDb.table();
		for (String part : sequences(1)) {
			for (ItemKey key : everyKind(table.keys(), part)) {
				table.put(Item.of(key).set("part", part).build(), CallKind.LEASE);
				assertThat(table.get(key, Consistency.STRONG, CallKind.LOOKUP).string("part")).isEqualTo(part);
				assertThat(table.getAll(List.of(key), Consistency.STRONG, CallKind.BULK)).containsOnlyKeys(key);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uD800", "a\uDC00", "\uD83Dx" })
	void refusesTextsThatUtf8CannotCarry(String broken) {
		Stream
			.<Runnable>of(() -> this.keys.tag(broken), () -> this.keys.cacheEntry("users", broken),
					() -> this.keys.cacheEntry(broken, "key"), () -> this.keys.tag(broken + LONG_KEY))
			.forEach((making) -> assertThatIllegalArgumentException().isThrownBy(making::run)
				.withMessageContaining("not valid Unicode"));
	}

	@Test
	void takesCharactersOutsideTheBasicPlane() {
		assertThat(text(this.keys.tag("😀"))).isEqualTo("T#😀");
	}

	@Test
	void doesNotNormaliseUnicode() {
		assertThat(this.keys.tag("é")).isNotEqualTo(this.keys.tag("e\u0301"));
	}

	static Stream<Object[]> badNames() {
		return Stream.of(new Object[] { "", "Rate limiter name must not be empty." }, new Object[] { "x".repeat(3072),
				"Rate limiter name is 3072 bytes in UTF-8, the limit is 1024. Shorten it or hash it yourself." },
				new Object[] { "€".repeat(342),
						"Rate limiter name is 1026 bytes in UTF-8, the limit is 1024. Shorten it or hash it yourself." },
				new Object[] { "a" + NUL,
						"Rate limiter name contains the control character U+0000 at position 1. Remove it." },
				new Object[] { "\r\n",
						"Rate limiter name contains the control character U+000D at position 0. Remove it." },
				new Object[] { "abcd\uD800",
						"Rate limiter name is not valid Unicode (unpaired surrogate at index 4)." });
	}

	@ParameterizedTest
	@MethodSource("badNames")
	void saysWhatIsWrongWithAName(String name, String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Keys.requireName("Rate limiter name", name, Keys.MAX_NAME_BYTES))
			.withMessage(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "__proto__", "a b", "a#b%c::/|", "größe", "😀" })
	void takesAnyOtherName(String name) {
		assertThat(Keys.requireName("Name", name, Keys.MAX_NAME_BYTES)).isEqualTo(name);
		assertThat(Keys.requireUnicode("Name", name)).isEqualTo(name);
	}

	@Test
	void takesNamesUpToTheLimit() {
		assertThat(Keys.requireName("Name", "x".repeat(1024), Keys.MAX_NAME_BYTES)).hasSize(1024);
	}

	@Test
	void makesDifferentFingerprintsOfDifferentTexts() {
		Set<String> seen = new HashSet<>();
		List<String> parts = List.of("", "a", "b", "ab", "1:", ":", "?", "\uD800", "\uDC00", "\uFFFD", "é", "e\u0301");
		assertThat(seen.add(Keys.fingerprint())).isTrue();
		for (String one : parts) {
			assertThat(seen.add(Keys.fingerprint(one))).as(one).isTrue();
			for (String other : parts) {
				assertThat(seen.add(Keys.fingerprint(one, other))).as(one + "|" + other).isTrue();
			}
		}
		assertThat(seen).allMatch((fingerprint) -> fingerprint.matches("[0-9a-f]{64}"));
		assertThat(Keys.fingerprint("a", "b")).isEqualTo(Keys.fingerprint("a", "b"));
	}

	@Test
	void equalKeysAreEqual() {
		assertThat(this.keys.tag("a")).isEqualTo(new Keys("").tag("a")).hasSameHashCodeAs(new Keys("").tag("a"));
		assertThat(this.keys.tag("a")).isNotEqualTo(this.keys.tag("b")).isNotEqualTo("T#a").isNotEqualTo(null);
	}

	private static String text(ItemKey key) {
		return key.attributes().get("pk").s();
	}

}
