package io.github.dynamodbtoolkit.flags;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static io.github.dynamodbtoolkit.flags.FlagFixture.flag;
import static io.github.dynamodbtoolkit.flags.FlagFixture.flags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Items that somebody else damaged, or that DynamoDB would not take, affect only
 * themselves.
 */
class MalformedItemTests {

	private static final AttributeValue JSON = AttributeValue.fromS("{\"key\":\"bad\",\"version\":1}");

	private static final AttributeValue ONE = AttributeValue.fromN("1");

	private static final String NO_ITEM = "Flag 'bad' in namespace 'features' has no attribute 'item'; it is ignored.";

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FlagFixture fixture = new FlagFixture(dynamoDb);

	private final FlagStore store = this.fixture.store();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.log.start();
		((Logger) LoggerFactory.getLogger(FlagStore.class)).addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		((Logger) LoggerFactory.getLogger(FlagStore.class)).detachAppender(this.log);
	}

	static Stream<Arguments> unreadable() {
		return Stream.of(unreadable("no item", ONE, null, NO_ITEM),
				unreadable("item N", ONE, AttributeValue.fromN("1"), NO_ITEM),
				unreadable("item B", ONE, AttributeValue.fromB(SdkBytes.fromUtf8String("{}")), NO_ITEM),
				unreadable("item M", ONE, AttributeValue.fromM(Map.of()), NO_ITEM),
				unreadable("item NULL", ONE, AttributeValue.fromNul(true), NO_ITEM),
				unreadable("item empty", ONE, AttributeValue.fromS(""), json("is not a JSON object")),
				unreadable("item a list", ONE, AttributeValue.fromS("[]"), json("is not a JSON object")),
				unreadable("item cut off", ONE, AttributeValue.fromS("{\"key\":\"bad\","),
						json("is not JSON (line 1, column 14)")),
				unreadable("item with a wrong line", ONE, AttributeValue.fromS("{\"key\":\n\"bad\", version:1}"),
						json("is not JSON (line 2, column 8)")),
				unreadable("item with more behind it", ONE, AttributeValue.fromS("{} {}"),
						json("is not JSON (line 1, column 4)")),
				unreadable("no version", null, JSON, version(null)),
				unreadable("version S", AttributeValue.fromS("7"), JSON, version("7")),
				unreadable("version with a fraction", AttributeValue.fromN("1.5"), JSON, version("1.5")),
				unreadable("version above 32 bits", AttributeValue.fromN("2147483648"), JSON, version("2147483648")),
				unreadable("version BOOL", AttributeValue.fromBool(true), JSON, version("BOOL")));
	}

	private static Arguments unreadable(String name, AttributeValue version, AttributeValue item, String message) {
		Map<String, AttributeValue> attributes = new HashMap<>();
		attributes.put("version", version);
		attributes.put("item", item);
		attributes.values().removeIf((value) -> value == null);
		return Arguments.of(name, attributes, message);
	}

	private static String json(String problem) {
		return "Flag 'bad' in namespace 'features': attribute 'item' " + problem + "; it is ignored.";
	}

	private static String version(String text) {
		return "Flag 'bad' in namespace 'features': version '" + text + "' is not a 32-bit integer; it is ignored.";
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("unreadable")
	void unreadableItemCountsAsAbsentAndIsToldOnce(String name, Map<String, AttributeValue> attributes,
			String message) {
		this.store.upsert(FlagKind.FLAGS, "good", flag("good", 1));
		write("bad", attributes);
		for (int i = 0; i < 3; i++) {
			assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).containsOnlyKeys("good");
			assertThat(this.store.get(FlagKind.FLAGS, "bad")).isNull();
		}
		assertThat(messages()).containsExactly(message);
		assertThat(this.fixture.metrics().flagEvents()).hasSize(6).containsOnly(FlagEvent.UNREADABLE);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("unreadable")
	void unreadableItemIsReplacedByAnyNewerUpsertAndByAnInit(String name, Map<String, AttributeValue> attributes,
			String message) {
		write("bad", attributes);
		assertThat(this.store.upsert(FlagKind.FLAGS, "bad", flag("bad", 2))).isTrue();
		assertThat(this.store.get(FlagKind.FLAGS, "bad")).isEqualTo(flag("bad", 2));
		write("bad", attributes);
		this.store.init(flags(Map.of("bad", flag("bad", 1))));
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG))
			.containsOnly(Map.entry("bad", flag("bad", 1)));
		write("other", attributes);
		assertThat(this.store.init(flags(Map.of())).deleted()).isEqualTo(2);
		assertThat(this.fixture.items()).hasSize(1);
	}

	@Test
	void attributeCountsWhereTheDefinitionSaysAnotherVersion() {
		write("bad", Map.of("version", AttributeValue.fromN("9"), "item", JSON));
		assertThat(this.store.get(FlagKind.FLAGS, "bad")).isEqualTo(new FlagItem(9, JSON.s()));
		assertThat(messages()).containsExactly("Flag 'bad' in namespace 'features' has version 9, but its definition"
				+ " says 1; the attribute counts.");
	}

	@Test
	void definitionOfAnotherKeyIsToldAndRead() {
		write("other", Map.of("version", ONE, "item", JSON));
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG))
			.containsOnly(Map.entry("other", new FlagItem(1, JSON.s())));
		assertThat(messages())
			.containsExactly("Flag 'other' in namespace 'features' has a definition whose key is 'bad'.");
	}

	@Test
	void tombstonesOfAllLanguagesAreTombstones() {
		write("java", Map.of("version", ONE, "item", AttributeValue.fromS("null")));
		write("go", Map.of("version", ONE, "item",
				AttributeValue.fromS("{\"key\":\"go\",\"version\":1,\"deleted\":true}")));
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG))
			.containsOnly(Map.entry("java", FlagItem.tombstone(1)), Map.entry("go", FlagItem.tombstone(1)));
		this.fixture.http().forget();
		this.store.init(flags(Map.of("java", FlagItem.tombstone(1), "go", FlagItem.tombstone(1))));
		assertThat(this.fixture.http().journal()).extracting(Object::toString)
			.containsExactly("GetItem 1 (applied)", "Query 2 (applied)", "PutItem 1 (applied)");
	}

	@Test
	void foreignNamespacesAndTheMarkAreNoFlags() {
		this.store.init(flags(flags(1, 1)));
		this.fixture.write(Map.of("namespace", AttributeValue.fromS("unknown"), "key", AttributeValue.fromS("x")));
		this.store.init(Map.of(FlagKind.FLAGS, Map.of(), FlagKind.SEGMENTS, Map.of()));
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).isEmpty();
		assertThat(this.fixture.items()).extracting((item) -> item.get("namespace").s())
			.containsExactlyInAnyOrder("unknown", "$inited");
	}

	@Test
	void itemsUpToDynamoDbsLimitAreStoredAndLargerOnesIsolated() {
		Map<String, FlagItem> data = new LinkedHashMap<>();
		data.put("a", sized("a", 399_999));
		data.put("b", sized("b", 400_001));
		data.put("c", sized("c", 409_700));
		data.put("", flag("", 1));
		data.put("k".repeat(1025), flag("k", 1));
		data.put("d", new FlagItem(1, "{\"key\":\"d\ud800\"}"));
		data.put("e", flag("e", 1));
		this.store.upsert(FlagKind.FLAGS, "c", flag("c", 1));
		InitResult result = this.store.init(flags(data));
		assertThat(this.store.isInitialized()).isTrue();
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).containsOnly(Map.entry("a", data.get("a")),
				Map.entry("b", data.get("b")), Map.entry("c", flag("c", 1)), Map.entry("e", data.get("e")));
		assertThat(result.rejected()).hasSize(4)
			.anyMatch(
					(problem) -> problem.matches("Flag 'c' is 409\\d+ bytes, DynamoDB's limit for an item is 409600."))
			.contains("Flag key must not be empty.")
			.anyMatch((problem) -> problem.contains("1025 bytes in UTF-8"))
			.anyMatch((problem) -> problem.contains("not valid Unicode"));
		assertThat(messages()).hasSize(4);
		assertThat(this.fixture.metrics().flagEvents()).hasSize(4).containsOnly(FlagEvent.REJECTED);
	}

	@Test
	void largestItemThatTheStoreLetsPassIsTakenByDynamoDb() {
		FlagItem largest = sized("f", 409_600);
		assertThat(this.store.upsert(FlagKind.FLAGS, "f", largest)).isTrue();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store.upsert(FlagKind.FLAGS, "f", sized("f", 409_601)))
			.withMessage("Flag 'f' is 409601 bytes, DynamoDB's limit for an item is 409600.");
	}

	/** An item of that many bytes in all, by DynamoDB's count. */
	private static FlagItem sized(String key, int bytes) {
		int overhead = "namespacefeatureskeyversionitem".length() + 1 + 2;
		int length = flag(key, 1).json().length() + overhead;
		return flag(key, 1, "x".repeat(bytes - length));
	}

	@Test
	void twoMegabytesOfFlagsAreOneSet() {
		this.store.init(flags(flags(6, 1, 350_000)));
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).isEqualTo(flags(6, 1, 350_000));
	}

	private void write(String key, Map<String, AttributeValue> attributes) {
		Map<String, AttributeValue> item = new HashMap<>(attributes);
		item.put("namespace", AttributeValue.fromS("features"));
		item.put("key", AttributeValue.fromS(key));
		this.fixture.write(item);
	}

	private List<String> messages() {
		return this.log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
