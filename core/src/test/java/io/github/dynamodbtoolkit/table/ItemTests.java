package io.github.dynamodbtoolkit.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Item}.
 */
class ItemTests {

	private static final AttributeValue TEXT = AttributeValue.fromS("text");

	private static final AttributeValue NUMBER = AttributeValue.fromN("42");

	private static final AttributeValue BYTES = AttributeValue.fromB(SdkBytes.fromUtf8String("bytes"));

	private static final AttributeValue TEXTS = AttributeValue.fromM(Map.of("a", TEXT));

	private static final AttributeValue NUMBERS = AttributeValue.fromM(Map.of("a", NUMBER));

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static int next;

	private final RecordingMetrics metrics = new RecordingMetrics();

	static Stream<AttributeValue> allTypes() {
		return Stream.of(TEXT, NUMBER, BYTES, NUMBERS, AttributeValue.fromBool(true), AttributeValue.fromNul(true),
				AttributeValue.fromL(List.of(TEXT)), TEXTS, AttributeValue.fromM(Map.of()),
				AttributeValue.fromSs(List.of("a")), AttributeValue.fromNs(List.of("1")),
				AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("b"))), AttributeValue.builder().build());
	}

	@ParameterizedTest
	@MethodSource("allTypes")
	void readsAnAttributeOfAnotherTypeAsAbsent(AttributeValue value) {
		Item item = new Item(Map.of("x", value));
		assertThat(item.has("x")).isTrue();
		assertThat(item.string("x")).isEqualTo(value.equals(TEXT) ? "text" : null);
		assertThat(item.number("x")).isEqualTo(value.equals(NUMBER) ? 42L : null);
		assertThat(item.bytes("x")).isEqualTo(value.equals(BYTES) ? "bytes".getBytes() : null);
		assertThat(item.numbers("x")).isEqualTo(expectedNumbers(value));
		assertThat(item.strings("x")).isEqualTo(expectedStrings(value));
		assertThat(item.sizeInBytes()).isPositive();
	}

	private static Map<String, Long> expectedNumbers(AttributeValue value) {
		if (value.equals(NUMBERS)) {
			return Map.of("a", 42L);
		}
		return value.hasM() && value.m().isEmpty() ? Map.of() : null;
	}

	private static Map<String, String> expectedStrings(AttributeValue value) {
		if (value.equals(TEXTS)) {
			return Map.of("a", "text");
		}
		return value.hasM() && value.m().isEmpty() ? Map.of() : null;
	}

	@Test
	void readsWhatIsNotThereAsAbsent() {
		Item item = new Item(Map.of());
		assertThat(item.has("x")).isFalse();
		assertThat(item.string("x")).isNull();
		assertThat(item.number("x")).isNull();
		assertThat(item.bytes("x")).isNull();
		assertThat(item.numbers("x")).isNull();
		assertThat(item.strings("x")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.5", "1e99", "9223372036854775808", "-9223372036854775809", "abc", "", "1E+2" })
	void readsNumbersThatFitNoLongAsAbsent(String number) {
		Item item = new Item(Map.of("n", AttributeValue.fromN(number), "m",
				AttributeValue.fromM(Map.of("a", NUMBER, "b", AttributeValue.fromN(number)))));
		assertThat(item.number("n")).isNull();
		assertThat(item.numbers("m")).isNull();
	}

	@Test
	void givesBackWhatWasSet() {
		TableClient table = dynamoDb.table();
		ItemKey key = table.keys().tag("all");
		table.put(Item.of(key)
			.set("string", "")
			.set("long", Long.MIN_VALUE)
			.set("int", 7)
			.set("bytes", new byte[] { 0, -1 })
			.set("numbers", Map.of("a", 1L, "b", 2))
			.set("flag", true)
			.build(), CallKind.LEASE);
		Item item = table.get(key, Consistency.STRONG, CallKind.LOOKUP);
		assertThat(item.string("string")).isEmpty();
		assertThat(item.number("long")).isEqualTo(Long.MIN_VALUE);
		assertThat(item.number("int")).isEqualTo(7);
		assertThat(item.bytes("bytes")).containsExactly(0, -1);
		assertThat(item.numbers("numbers")).isEqualTo(Map.of("a", 1L, "b", 2L));
		assertThat(item.has("flag")).isTrue();
		assertThat(item.attributes()).containsAllEntriesOf(key.attributes());
	}

	@Test
	void refusesWhatHasNoAttributeType() {
		Item.Builder builder = Item.of(new Keys("").tag("a"));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.set("x", 1.5))
			.withMessage("No attribute type for java.lang.Double");
	}

	@Test
	void anItemIsNotChangedByItsBuilder() {
		Item.Builder builder = Item.of(new Keys("").tag("a"));
		Item item = builder.build();
		builder.set("x", 1);
		assertThat(item.has("x")).isFalse();
	}

	@Test
	void showsNamesButNoValues() {
		Item item = new Item(Map.of("secret", TEXT));
		assertThat(item).asString().isEqualTo("Item[secret]");
	}

	static Stream<Object[]> contents() {
		Map<String, AttributeValue> many = new HashMap<>();
		for (int i = 0; i < 20; i++) {
			many.put("tag-" + i, AttributeValue.fromN(Long.toString(1_767_225_600_000L + i)));
		}
		return Stream.of(exact("text", AttributeValue.fromS("a".repeat(500))),
				exact("text of two bytes a character", AttributeValue.fromS("é".repeat(300))),
				exact("text of three bytes a character", AttributeValue.fromS("€".repeat(200))),
				exact("text of four bytes a character", AttributeValue.fromS("😀".repeat(100))),
				exact("flag", AttributeValue.fromBool(true)), exact("null", AttributeValue.fromNul(true)),
				exact("set of texts", AttributeValue.fromSs(List.of("a", "bc", "é"))),
				near("number", AttributeValue.fromN("1767225600000"), 2),
				near("small number", AttributeValue.fromN("7"), 2),
				near("map of numbers", AttributeValue.fromM(many), 45),
				near("list", AttributeValue.fromL(List.of(TEXT, NUMBER, BYTES)), 4),
				near("set of numbers", AttributeValue.fromNs(List.of("1", "22", "333")), 4));
	}

	private static Object[] exact(String name, AttributeValue value) {
		return near(name, value, 0);
	}

	private static Object[] near(String name, AttributeValue value, int tolerance) {
		return new Object[] { name, value, tolerance };
	}

	/**
	 * A write costs one unit for each KB begun: filled up to a KB less the tolerance it
	 * must cost one unit less than with a byte more than the KB and the tolerance.
	 */
	@ParameterizedTest(name = "{0}")
	@MethodSource("contents")
	void countsBytesAsDynamoDbDoes(String name, AttributeValue value, int tolerance) {
		assertThat(unitsOfItemFilledTo(3 * 1024 - tolerance, value)).isEqualTo(3);
		assertThat(unitsOfItemFilledTo(3 * 1024 + 1 + tolerance, value)).isEqualTo(4);
	}

	private double unitsOfItemFilledTo(int size, AttributeValue value) {
		TableClient table = TableClient.on(DynamoDbLocal.client(), dynamoDb.settings().withMetrics(this.metrics));
		Map<String, AttributeValue> attributes = new HashMap<>(table.keys().chunk("size", next++).attributes());
		attributes.put("value", value);
		attributes.put("pad", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])));
		int rest = (int) (size - Item.sizeInBytes(attributes));
		attributes.put("pad", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[rest])));
		Item item = new Item(attributes);
		assertThat(item.sizeInBytes()).isEqualTo(size);
		this.metrics.reset();
		table.put(item, CallKind.LEASE);
		assertThat(this.metrics.onlyCall().usage().itemBytes()).isEqualTo(size);
		return this.metrics.writeUnits();
	}

	@Test
	void theBuilderCountsAsTheItem() {
		Item.Builder builder = Item.of(new Keys("").tag("a")).set("v", new byte[100]).set("n", 5);
		assertThat(builder.sizeInBytes()).isEqualTo(builder.build().sizeInBytes());
	}

}
