package io.github.dynamodbtoolkit.cache;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheKeysTests {

	private final CacheKeys keys = CacheKeys.standard();

	@Test
	void aStringIsItselfAfterItsTag() {
		assertThat(encode("user 1")).isEqualTo("s:user 1");
		assertThat(encode("")).isEqualTo("s:");
		assertThat(encode("__proto__")).isEqualTo("s:__proto__");
		assertThat(encode("constructor")).isEqualTo("s:constructor");
		assertThat(encode("\0\r\n#%:/|😀")).isEqualTo("s:\0\r\n#%:/|😀");
	}

	@Test
	void equalKeysHaveEqualTexts() {
		assertThat(encode(List.of(1, "a"))).isEqualTo(encode(new ArrayList<>(List.of(1, "a"))))
			.isEqualTo(encode(new LinkedList<>(List.of(1, "a"))));
		assertThat(encode(new Point(1, "a"))).isEqualTo(encode(new Point(1, "a")));
		assertThat(encode(Set.of(1, 2, 3, 4, 5))).isEqualTo(encode(new LinkedHashSet<>(List.of(5, 3, 4, 1, 2))));
		Map<String, Integer> map = new LinkedHashMap<>();
		map.put("b", 2);
		map.put("a", 1);
		assertThat(encode(map)).isEqualTo(encode(new TreeMap<>(map))).isEqualTo(encode(Map.of("a", 1, "b", 2)));
		assertThat(encode(Size.SMALL)).isEqualTo(encode(Size.valueOf("SMALL")));
		assertThat(encode(new BigInteger("5"))).isEqualTo(encode(BigInteger.valueOf(5)));
	}

	@Test
	void differentKeysHaveDifferentTexts() {
		assertAllDifferent(variety());
	}

	@Test
	void keysOfDifferentStructureHaveDifferentTexts() {
		List<Object> structures = new ArrayList<>();
		for (Object value : variety()) {
			structures.add(value);
			structures.add(Collections.singletonList(value));
			structures.add(List.of(List.of(value)));
			structures.add(Collections.singleton(value));
			structures.add(Optional.of(value));
			structures.add(new Box(value));
			structures.add(new OtherBox(value));
			structures.add(List.of(value, value));
			structures.add(Map.of(value, value));
		}
		structures.add(Arrays.asList((Object) null));
		structures.add(Arrays.asList(null, null));
		structures.add(new Box(null));
		structures.add(Collections.singleton(null));
		assertAllDifferent(structures);
	}

	@Test
	void tuplesHaveDifferentTextsWhateverTheirCharacters() {
		List<String> words = words("a#%:\0é1", 3);
		List<Object> tuples = new ArrayList<>();
		for (String first : words) {
			for (String second : words) {
				tuples.add(List.of(first, second));
			}
			tuples.add(List.of(first));
			tuples.add(new Box(first));
			tuples.add(first);
		}
		assertAllDifferent(tuples);
	}

	@Test
	void tuplesOfUpToFourShortWordsHaveDifferentTexts() {
		List<String> words = List.of("", "a", "#", "%", ":", ",", "\0", "é", "s:a", "a:s:a", "a3:s:a", "a,s:a");
		List<List<String>> tuples = new ArrayList<>(List.of(List.of()));
		for (int length = 0, from = 0; length < 4; length++) {
			int to = tuples.size();
			for (; from < to; from++) {
				for (String word : words) {
					List<String> longer = new ArrayList<>(tuples.get(from));
					longer.add(word);
					tuples.add(longer);
				}
			}
		}
		assertAllDifferent(tuples);
	}

	@Test
	void composedAndDecomposedCharactersAreDifferentKeys() {
		assertThat(encode("\u00e9")).isNotEqualTo(encode("e\u0301"));
	}

	@Test
	void noTagIsTheOneThatMarksHashes() {
		List<Object> all = variety();
		all.addAll(List.of(List.of(1), Set.of(1), Map.of(1, 1), Optional.of(1), new Box(1), "h:abc"));
		assertThat(all).noneMatch((key) -> encode(key).startsWith("h:"));
		CacheKeys own = this.keys.with(List.of((key) -> "h:x"));
		assertThat(own.encode("users", new Object())).doesNotStartWith("h:");
	}

	@Test
	void everyCharacterIsAKeyEvenHalfOfASurrogatePair() {
		Set<String> texts = new HashSet<>();
		for (int c = 0; c <= Character.MAX_VALUE; c++) {
			texts.add(encode((char) c));
		}
		assertThat(texts).hasSize(Character.MAX_VALUE + 1);
	}

	@Test
	void anEnumConstantWithABodyBelongsToItsEnum() {
		assertThat(encode(Size.LARGE))
			.isEqualTo("e:" + Size.class.getName().length() + ":" + Size.class.getName() + "LARGE");
	}

	@Test
	void aNullKeyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> encode(null))
			.withMessage("Cache 'users': the key is null. Give the method an argument or set @Cacheable(key = …).");
	}

	@Test
	void anUnpairedSurrogateIsRefusedWhereverItStands() {
		String message = "Cache 'x': the key is not valid Unicode (unpaired surrogate at index 4).";
		String bad = "abcd\ud800";
		for (Object key : List.of(bad, List.of(bad), new Box(bad), Map.of("a", Set.of(bad)), Optional.of(bad))) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.keys.encode("x", key)).withMessage(message);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.encode("x", "abcd\udc00e"))
			.withMessage(message);
		CacheKeys own = this.keys.with(List.of((key) -> bad));
		assertThatIllegalArgumentException().isThrownBy(() -> own.encode("x", 1)).withMessage(message);
	}

	@Test
	void keysWithoutAStableFormAreRefused() {
		Supplier<String> lambda = () -> "a";
		List<Object> unstable = new ArrayList<>(List.of(new byte[1], new String[] { "a" }, new int[0], lambda,
				new Object(), new Foo(), new StringBuilder("a"), String.class, new ArrayDeque<>(),
				Locale.Category.class, Map.entry("a", "b")));
		for (Object key : unstable) {
			String type = (key.getClass().getCanonicalName() != null) ? key.getClass().getCanonicalName()
					: key.getClass().getName();
			assertThatIllegalArgumentException().isThrownBy(() -> encode(key))
				.withMessage("Cache 'users': keys of type " + type + " have no stable form across JVMs. "
						+ "Use a String, a record, or register a CacheKeyEncoder.");
			assertThatIllegalArgumentException().isThrownBy(() -> encode(List.of("a", new Box(key))))
				.withMessageContaining("keys of type " + type + " have no stable form");
		}
	}

	@Test
	void nestingIsBounded() {
		Object key = "a";
		for (int i = 0; i < 32; i++) {
			key = List.of(key);
		}
		assertThat(encode(key)).startsWith("li:");
		Object deeper = List.of(key);
		assertThatIllegalArgumentException().isThrownBy(() -> encode(deeper))
			.withMessage("Cache 'users': the key is nested deeper than 32 levels. "
					+ "Use a flatter key, such as a record of strings.");
		List<Object> itself = new ArrayList<>();
		itself.add(itself);
		assertThatIllegalArgumentException().isThrownBy(() -> encode(itself)).withMessageContaining("nested deeper");
	}

	@Test
	void theSizeIsBoundedInBytes() {
		assertThat(encode("k".repeat(100 * 1024))).hasSize(100 * 1024 + 2);
		assertThat(encode("k".repeat(CacheKeys.MAX_BYTES - 2))).hasSize(CacheKeys.MAX_BYTES);
		assertThatIllegalArgumentException().isThrownBy(() -> encode("k".repeat(CacheKeys.MAX_BYTES - 1)))
			.withMessage("Cache 'users': the key is 131073 bytes in UTF-8, the limit is 131072. "
					+ "Shorten it or hash it yourself.");
		assertThat(encode("€".repeat((CacheKeys.MAX_BYTES - 2) / 3))).isNotNull();
		assertThatIllegalArgumentException().isThrownBy(() -> encode("€".repeat(CacheKeys.MAX_BYTES / 3 + 1)))
			.withMessageContaining("bytes in UTF-8, the limit is 131072");
		assertThatIllegalArgumentException().isThrownBy(() -> encode(Collections.nCopies(Integer.MAX_VALUE, "key")))
			.withMessage("Cache 'users': the key is more than 131072 bytes in UTF-8, the limit is 131072. "
					+ "Shorten it or hash it yourself.");
	}

	@Test
	void anEncoderGivesItsTypesATextThatIsNobodyElses() {
		CacheKeyEncoder foos = (key) -> (key instanceof Foo) ? "1" : null;
		CacheKeyEncoder objects = (key) -> (key.getClass() == Object.class || key instanceof Foo) ? "1" : null;
		CacheKeys own = this.keys.with(List.of(foos, objects));
		String foo = own.encode("users", new Foo());
		assertThat(foo).isEqualTo("x:" + Foo.class.getName().length() + ":" + Foo.class.getName() + "1");
		assertThat(own.encode("users", new Object())).isNotEqualTo(foo);
		assertThat(own.encode("users", foo)).isEqualTo("s:" + foo);
		assertThat(own.encode("users", 1)).isEqualTo(encode(1));
		assertThat(own.encode("users", List.of(new Foo()))).isEqualTo("li:" + foo.length() + ":" + foo);
	}

	@Test
	void anEncoderComesBeforeWhatIsKnownButForStrings() {
		CacheKeys own = this.keys.with(List.of((key) -> "mine"));
		assertThat(own.encode("users", 1)).isEqualTo("x:17:java.lang.Integermine");
		assertThat(own.encode("users", new Box(1))).endsWith("Boxmine");
		assertThat(own.encode("users", "a")).isEqualTo("s:a");
	}

	@Test
	void aRecordNeedNotBePublic() {
		record Local(String name) {
		}
		assertThat(encode(new Local("a")))
			.isEqualTo("r:" + Local.class.getName().length() + ":" + Local.class.getName() + "3:s:a");
	}

	@Test
	void aRecordThatCannotBeReadIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> encode(new Failing("a")))
			.withMessageContaining("Cannot read name()")
			.withMessageContaining("Register a CacheKeyEncoder");
	}

	private String encode(Object key) {
		return this.keys.encode("users", key);
	}

	private void assertAllDifferent(List<?> values) {
		Map<String, Object> seen = new HashMap<>();
		for (Object value : values) {
			Object other = seen.put(encode(value), value);
			assertThat(other == null || other.equals(value)).as("%s and %s have one text", other, value).isTrue();
		}
	}

	private static List<String> words(String characters, int maxLength) {
		List<String> words = new ArrayList<>(List.of(""));
		for (int from = 0, length = 0; length < maxLength; length++) {
			int to = words.size();
			for (; from < to; from++) {
				for (char c : characters.toCharArray()) {
					words.add(words.get(from) + c);
				}
			}
		}
		return words;
	}

	private static List<Object> variety() {
		UUID uuid = UUID.fromString("00000000-0000-0001-0000-000000000001");
		LocalDateTime time = LocalDateTime.of(2020, 1, 1, 0, 0);
		return new ArrayList<>(List.of("1", "i:1", "", "null", "n:", "s:1", "true", "[]", "{}", "a, b", "NaN", 1, 2, -1,
				1L, (short) 1, (byte) 1, true, false, '1', 'a', 1.0, 1.0f, 0.0, -0.0, 0.0f, -0.0f, Double.NaN,
				Float.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0.1, 0.1f,
				Math.nextUp(0.1), BigInteger.ONE, BigDecimal.ONE, new BigDecimal("1.0"), new BigDecimal("1.00"),
				new BigDecimal("1E+3"), new BigDecimal("1000"), uuid, uuid.toString(), URI.create("http://a/"),
				URI.create("http://a"), URI.create(""), Locale.ROOT, Locale.GERMAN, Locale.GERMANY,
				new Locale("de", "DE", "x"), Locale.forLanguageTag("zh-Hant-TW"), Locale.forLanguageTag("zh-TW"),
				Locale.forLanguageTag("th-TH-u-nu-thai"), Locale.forLanguageTag("th-TH-u-ca-buddhist"), Instant.EPOCH,
				Instant.EPOCH.plusNanos(1), time, time.toLocalDate(), time.toLocalTime(), LocalTime.of(0, 0, 0, 1),
				time.atOffset(ZoneOffset.UTC), time.atOffset(ZoneOffset.ofHours(1)), time.atZone(ZoneOffset.UTC),
				time.atZone(ZoneId.of("UTC")), time.atZone(ZoneId.of("Europe/Paris")),
				OffsetTime.of(0, 0, 0, 0, ZoneOffset.UTC), OffsetDateTime.MAX, ZonedDateTime.of(time, ZoneId.of("GMT")),
				ZoneOffset.UTC, ZoneId.of("UTC"), ZoneId.of("GMT"), Year.of(1), Year.of(2020), YearMonth.of(2020, 1),
				MonthDay.of(1, 1), Month.JANUARY, DayOfWeek.MONDAY, Duration.ZERO, Duration.ofDays(1), Period.ZERO,
				Period.ofDays(1), Period.ofMonths(12), Period.ofYears(1), LocalDate.MIN, Size.SMALL, Size.LARGE,
				OtherSize.SMALL, Optional.empty(), OptionalInt.empty(), OptionalInt.of(1), OptionalLong.empty(),
				OptionalLong.of(1), OptionalDouble.empty(), OptionalDouble.of(0.0), OptionalDouble.of(-0.0), List.of(),
				Set.of(), Map.of(), List.of("a", "b"), List.of("a, b"), List.of("b", "a"), Set.of("a", "b"),
				Set.of("a, b"), Map.of("a", "b"), Map.of("b", "a"), List.of("a", List.of("b")),
				List.of(List.of("a"), "b"), new Point(1, "a"), new OtherPoint(1, "a"), new Point(1, null),
				new Point(1, "null"), List.of(1, "a")));
	}

	enum Size {

		SMALL, LARGE {

			@Override
			public String toString() {
				return "SMALL";
			}

		}

	}

	enum OtherSize {

		SMALL

	}

	record Point(int x, String name) {
	}

	record OtherPoint(int x, String name) {
	}

	record Box(Object content) {
	}

	record OtherBox(Object content) {
	}

	record Failing(String name) {

		@Override
		public String name() {
			throw new IllegalStateException("no");
		}

	}

	static final class Foo {

		@Override
		public String toString() {
			return "same for all";
		}

	}

}
