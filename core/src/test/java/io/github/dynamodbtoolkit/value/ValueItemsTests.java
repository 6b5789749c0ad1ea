package io.github.dynamodbtoolkit.value;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValueItemsTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static final int CHUNK = 380 * 1024;

	private static final Instant LATER = Instant.parse("2030-01-01T00:00:00.001Z");

	private static final String TYPE = "com.acme.Product";

	private static final ValueLimits LIMITS = ValueLimits.defaults();

	private static final ValueLimits UNCOMPRESSED = new ValueLimits(Integer.MAX_VALUE, 5 * 1024 * 1024);

	private final RecordingMetrics metrics = new RecordingMetrics();

	private final TableClient table = TableClient.on(DynamoDbLocal.client(),
			dynamoDb.settings().withMetrics(this.metrics));

	private final ValueItems values = ValueItems.on(this.table);

	@Test
	void aSmallValueStandsInItsHead() {
		Item head = store("key", random(1000), LIMITS, "w");
		assertThat(head.bytes("value")).isEqualTo(random(1000));
		assertThat(head.string("encoding")).isEqualTo("json");
		assertThat(head.string("type")).isEqualTo(TYPE);
		assertThat(List.of("chunks", "size", "chunksId")).noneMatch(head::has);
		assertThat(this.metrics.operations()).containsExactly("PutItem", "GetItem");
		this.metrics.reset();
		assertThat(this.values.read(head, LIMITS).bytes()).isEqualTo(random(1000));
		assertThat(this.metrics.operations()).isEmpty();
	}

	@Test
	void compressionBeginsAtTheThreshold() {
		for (int threshold : new int[] { 0, 1, 100, 1024 }) {
			ValueLimits limits = new ValueLimits(threshold, 2048);
			for (int size : new int[] { threshold - 1, threshold, threshold + 1 }) {
				if (size < 0) {
					continue;
				}
				PackedValue packed = this.values.pack(new EncodedValue(new byte[size], TYPE), limits);
				boolean compressed = size >= threshold && size >= 100;
				assertThat(packed.encoding()).isEqualTo(compressed ? "json+gzip" : "json");
				assertThat(packed.storedSize()).isLessThanOrEqualTo(size);
			}
		}
	}

	@Test
	void whatDoesNotBecomeSmallerIsNotCompressed() {
		PackedValue packed = this.values.pack(new EncodedValue(random(2000), TYPE), LIMITS);
		assertThat(packed.encoding()).isEqualTo("json");
		assertThat(packed.storedSize()).isEqualTo(2000);
	}

	@Test
	void aCompressedValueComesBack() {
		byte[] bytes = "text and ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
		Item head = store("compressed", bytes, LIMITS, "w");
		assertThat(head.string("encoding")).isEqualTo("json+gzip");
		assertThat(head.bytes("value")).hasSizeLessThan(10_000);
		assertThat(this.values.read(head, LIMITS).bytes()).isEqualTo(bytes);
	}

	@Test
	void theLargestValueIsMeasuredBeforeCompression() {
		ValueLimits limits = new ValueLimits(1024, 100_000);
		assertThat(this.values.pack(new EncodedValue(new byte[100_000], TYPE), limits)).isNotNull();
		assertThat(this.values.pack(new EncodedValue(new byte[100_001], TYPE), limits)).isNull();
	}

	@Test
	void aValueThatBecameTooLargeForTheLimitsIsUnreadable() {
		Item plain = store("larger", random(3000), LIMITS, "w1");
		Item compressed = store("larger", new byte[3000], LIMITS, "w2");
		Item chunked = store("larger", random(1_000_000), LIMITS, "w3");
		this.metrics.reset();
		ValueLimits smaller = new ValueLimits(1024, 2999);
		for (Item head : List.of(plain, compressed, chunked)) {
			assertUnreadable(head, smaller);
		}
		assertThat(this.metrics.operations()).isEmpty();
		assertThat(this.values.read(plain, new ValueLimits(1024, 3000)).bytes()).hasSize(3000);
		assertThat(this.values.read(compressed, new ValueLimits(1024, 3000)).bytes()).hasSize(3000);
	}

	@Test
	void aBombIsUnreadable() {
		byte[] bomb = Gzip.compress(new byte[30_000_000]);
		Item head = Item.of(key("bomb")).set("value", bomb).set("encoding", "json+gzip").set("type", TYPE).build();
		assertUnreadable(head, LIMITS);
	}

	@Test
	void threeMegabytesCostOneBatchToWriteAndOneToRead() {
		byte[] bytes = random(3 * 1024 * 1024);
		Item head = store("large", bytes, LIMITS, "large-1");
		assertThat(head.number("chunks")).isEqualTo(9);
		assertThat(head.number("size")).isEqualTo(bytes.length);
		assertThat(head.has("value")).isFalse();
		assertThat(this.metrics.operations()).containsExactly("BatchWriteItem", "PutItem", "GetItem");
		this.metrics.reset();
		EncodedValue read = this.values.read(head, LIMITS);
		assertThat(read.bytes()).isEqualTo(bytes);
		assertThat(read.type()).isEqualTo(TYPE);
		assertThat(this.metrics.operations()).containsExactly("BatchGetItem");
		assertThat(this.metrics.onlyCall().outcome()).isEqualTo(TableCall.Outcome.SUCCESS);
		// half a unit for each 4 KB of each chunk
		assertThat(this.metrics.readUnits()).isBetween(bytes.length / 8192.0, bytes.length / 8192.0 + 9);
	}

	@Test
	void thirtyTwoMegabytesComeBackInAFewBatches() {
		ValueLimits limits = new ValueLimits(Integer.MAX_VALUE, 32 * 1024 * 1024);
		byte[] bytes = random(32 * 1024 * 1024);
		Item head = store("huge", bytes, limits, "huge-1");
		assertThat(head.number("chunks")).isEqualTo(87);
		assertThat(this.metrics.operations()).filteredOn("BatchWriteItem"::equals).hasSize(4);
		this.metrics.reset();
		assertThat(this.values.read(head, limits).bytes()).isEqualTo(bytes);
		assertThat(this.metrics.operations()).hasSize(3).containsOnly("BatchGetItem");
	}

	@Test
	void chunksOutliveTheirHeadByADay() {
		store("ttl", random(CHUNK + 50_000), LIMITS, "ttl-1");
		for (int i = 0; i < 2; i++) {
			Item chunk = chunk("ttl-1", i);
			assertThat(chunk.number(Item.TTL)).isEqualTo(LATER.getEpochSecond() + 1 + 86_400);
		}
		Item.Builder head = Item.of(key("ttl"));
		this.values.write(pack(random(500_000), LIMITS), head, "ttl-2", Instant.ofEpochSecond(1000));
		assertThat(chunk("ttl-2", 0).number(Item.TTL)).isEqualTo(1000 + 86_400);
	}

	@Test
	void sizesAroundOneItemAndOneChunkComeBack() {
		int largestInHead = largestInHead();
		assertThat(largestInHead).isBetween(TableClient.MAX_ITEM_BYTES - 4096, TableClient.MAX_ITEM_BYTES);
		for (int size : new int[] { largestInHead - 1, largestInHead, largestInHead + 1, 2 * CHUNK - 1, 2 * CHUNK,
				2 * CHUNK + 1, 3 * CHUNK }) {
			byte[] bytes = random(size);
			Item head = store("boundary", bytes, UNCOMPRESSED, "boundary-" + size);
			assertThat(head.has("chunks")).isEqualTo(size > largestInHead);
			if (size > largestInHead) {
				assertThat(head.number("chunks")).isEqualTo((size + CHUNK - 1) / CHUNK);
			}
			assertThat(this.values.read(head, UNCOMPRESSED).bytes()).isEqualTo(bytes);
		}
	}

	@Test
	void whatElseStandsInTheHeadCounts() {
		PackedValue value = pack(random(200 * 1024), UNCOMPRESSED);
		assertThat(value.needsChunks(1000)).isFalse();
		assertThat(value.needsChunks(197 * 1024)).isFalse();
		assertThat(value.needsChunks(199 * 1024)).isTrue();
		Item.Builder head = Item.of(key("crowded")).set("key", "k".repeat(199 * 1024));
		this.values.write(value, head, "crowded-1", LATER);
		Item item = head.build();
		assertThat(item.number("chunks")).isEqualTo(1);
		this.table.put(item, CallKind.CACHE_WRITE);
		assertThat(this.values.read(item, UNCOMPRESSED).bytes()).isEqualTo(random(200 * 1024));
	}

	@Test
	void aMissingChunkIsReadAgainConsistentlyAndThenUnreadable() {
		Item head = store("missing", random(1_000_000), LIMITS, "missing-1");
		delete("missing-1", 1);
		this.metrics.reset();
		assertUnreadable(head, LIMITS);
		assertThat(this.metrics.operations()).containsExactly("BatchGetItem", "BatchGetItem");
	}

	@Test
	void aChunkThatAnEventuallyConsistentReadMissesIsFoundByTheConsistentOne() {
		FaultyHttpClient http = new FaultyHttpClient();
		ValueItems lagging = ValueItems.on(dynamoDb.table(http));
		byte[] bytes = random(1_000_000);
		Item head = store("lagging", bytes, LIMITS, "lagging-1");
		http.once("BatchGetItem", Fault.changedAnswer((json) -> "{\"Responses\":{},\"UnprocessedKeys\":{}}"));
		assertThat(lagging.read(head, LIMITS).bytes()).isEqualTo(bytes);
		assertThat(http.journal()).hasSize(2);
		assertThat(http.journal().get(0).body()).doesNotContain("\"ConsistentRead\":true");
		assertThat(http.journal().get(1).body()).contains("\"ConsistentRead\":true");
	}

	@Test
	void damagedChunksAreUnreadable() {
		for (Map<String, AttributeValue> damage : List.<Map<String, AttributeValue>>of(Map.of(),
				Map.of("bytes", AttributeValue.fromS("text")), Map.of("bytes", AttributeValue.fromN("1")),
				Map.of("bytes", binary(0)), Map.of("bytes", binary(CHUNK - 1)), Map.of("bytes", binary(CHUNK + 1)))) {
			Item head = store("damaged", random(1_000_000), UNCOMPRESSED, "damaged-1");
			Map<String, AttributeValue> item = new java.util.HashMap<>(damage);
			item.putAll(chunkKey("damaged-1", 0));
			DynamoDbLocal.client().putItem((put) -> put.tableName(dynamoDb.tableName()).item(item));
			assertUnreadable(head, LIMITS);
		}
	}

	@Test
	void damagedHeadsAreUnreadableWithoutAnyRead() {
		this.metrics.reset();
		Object[] nothing = {};
		for (Object[] attributes : new Object[][] { nothing, { "encoding", "json" },
				{ "encoding", "json", "type", TYPE }, { "value", new byte[1] },
				{ "value", new byte[1], "encoding", "json" }, { "value", new byte[1], "type", TYPE },
				{ "value", "text", "encoding", "json", "type", TYPE }, { "value", 1, "encoding", "json", "type", TYPE },
				{ "value", new byte[1], "encoding", "xml", "type", TYPE },
				{ "value", new byte[1], "encoding", "", "type", TYPE },
				{ "value", new byte[1], "encoding", 1, "type", TYPE },
				{ "value", new byte[1], "encoding", "json", "type", 1 },
				{ "value", new byte[1], "encoding", "json+gzip", "type", TYPE },
				{ "value", new byte[50], "encoding", "json+gzip", "type", TYPE },
				{ "value", new byte[1], "chunks", 1, "size", 1, "chunksId", "w", "encoding", "json", "type", TYPE } }) {
			assertUnreadable(head(attributes), LIMITS);
		}
		for (Object chunks : new Object[] { 0, -1, 15, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE, "1", true,
				new byte[1] }) {
			assertUnreadable(head("chunks", chunks, "size", 1000, "chunksId", "w", "encoding", "json", "type", TYPE),
					LIMITS);
		}
		for (Object size : new Object[] { 0, -1, 5 * 1024 * 1024 + 1, Long.MAX_VALUE, "1", true }) {
			assertUnreadable(head("chunks", 1, "size", size, "chunksId", "w", "encoding", "json", "type", TYPE),
					LIMITS);
		}
		assertUnreadable(head("chunks", 1, "size", 1, "encoding", "json", "type", TYPE), LIMITS);
		assertUnreadable(head("chunks", 1, "chunksId", "w", "encoding", "json", "type", TYPE), LIMITS);
		assertUnreadable(head("chunks", 1, "size", 1, "chunksId", 1, "encoding", "json", "type", TYPE), LIMITS);
		for (String id : List.of("w".repeat(1_000), "w".repeat(100_000))) {
			assertUnreadable(head("chunks", 1, "size", 1, "chunksId", id, "encoding", "json", "type", TYPE), LIMITS);
		}
		assertThat(this.metrics.operations()).isEmpty();
	}

	@Test
	void theSizeOfAllChunksMustBeAsTheHeadSays() {
		store("size", random(1_000_000), UNCOMPRESSED, "size-1");
		for (int size : new int[] { 999_999, 1_000_001 }) {
			assertUnreadable(head("chunks", 3, "size", size, "chunksId", "size-1", "encoding", "json", "type", TYPE),
					LIMITS);
		}
		assertUnreadable(head("chunks", 2, "size", 1_000_000, "chunksId", "size-1", "encoding", "json", "type", TYPE),
				LIMITS);
	}

	@Test
	void aFailureOfDynamoDbIsNotAnUnreadableValue() {
		FaultyHttpClient http = new FaultyHttpClient();
		ValueItems failing = ValueItems.on(dynamoDb.table(http));
		Item head = store("failing", random(1_000_000), LIMITS, "failing-1");
		http.always(Fault.error(400, "AccessDeniedException"));
		assertThatExceptionOfType(TableException.class).isThrownBy(() -> failing.read(head, LIMITS));
		assertThatExceptionOfType(TableException.class).isThrownBy(
				() -> failing.write(pack(random(1_000_000), LIMITS), Item.of(key("failing")), "failing-2", LATER));
	}

	@Test
	void aReaderSeesAllOfOneWriteOrNothing() throws Exception {
		AtomicInteger threads = new AtomicInteger();
		AtomicInteger rounds = new AtomicInteger();
		AtomicInteger whole = new AtomicInteger();
		ItemKey key = key("raced");
		Callable<Void> action = () -> {
			if (threads.getAndIncrement() == 0) {
				for (int i = 1; i <= 200; i++) {
					write(key, filled(i), UUID.randomUUID().toString());
					rounds.set(i);
				}
				return null;
			}
			while (rounds.get() < 200) {
				Item head = this.table.get(key, Consistency.EVENTUAL, CallKind.CACHE_READ);
				if (head != null) {
					byte[] bytes = this.values.read(head, UNCOMPRESSED).bytes();
					assertThat(bytes).isEqualTo(filled(Byte.toUnsignedInt(bytes[0])));
					whole.incrementAndGet();
				}
			}
			return null;
		};
		Race.run(3, action);
		assertThat(whole).hasPositiveValue();
	}

	@Test
	void whatIsShownOfAValueHoldsNoData() {
		PackedValue packed = pack("secret".getBytes(StandardCharsets.UTF_8), LIMITS);
		assertThat(packed).hasToString("PackedValue[json, com.acme.Product, 6 bytes]");
	}

	/** Two chunks, or one value in the head, all of one byte. */
	private static byte[] filled(int number) {
		byte[] bytes = new byte[(number % 5 == 0) ? 100 : CHUNK + 50_000 + number];
		Arrays.fill(bytes, (byte) number);
		return bytes;
	}

	private void write(ItemKey key, byte[] bytes, String writeId) {
		Item.Builder head = Item.of(key);
		this.values.write(pack(bytes, UNCOMPRESSED), head, writeId, LATER);
		this.table.put(head.build(), CallKind.CACHE_WRITE);
	}

	private Item store(String key, byte[] bytes, ValueLimits limits, String writeId) {
		this.metrics.reset();
		Item.Builder head = Item.of(key(key)).set(Item.REV, writeId);
		this.values.write(pack(bytes, limits), head, writeId, LATER);
		this.table.put(head.build(), CallKind.CACHE_WRITE);
		return this.table.get(key(key), Consistency.STRONG, CallKind.CACHE_READ);
	}

	private PackedValue pack(byte[] bytes, ValueLimits limits) {
		return this.values.pack(new EncodedValue(bytes, TYPE), limits);
	}

	private int largestInHead() {
		long other = Item.of(key("boundary")).set(Item.REV, "boundary-400000").sizeInBytes();
		int size = TableClient.MAX_ITEM_BYTES;
		while (new PackedValue("json", new byte[size], TYPE).needsChunks(other)) {
			size--;
		}
		return size;
	}

	private Item head(Object... attributes) {
		Item.Builder head = Item.of(key("head"));
		for (int i = 0; i < attributes.length; i += 2) {
			head.set((String) attributes[i], attributes[i + 1]);
		}
		return head.build();
	}

	private void assertUnreadable(Item head, ValueLimits limits) {
		assertThatExceptionOfType(ValueUnreadableException.class).as("reading %s", head)
			.isThrownBy(() -> this.values.read(head, limits))
			.withMessageStartingWith("The stored value cannot be read: ");
	}

	private ItemKey key(String key) {
		return this.table.keys().cacheEntry("values", "s:" + key);
	}

	private Item chunk(String writeId, int index) {
		return this.table.get(this.table.keys().chunk(writeId, index), Consistency.STRONG, CallKind.LARGE_VALUE);
	}

	private void delete(String writeId, int index) {
		DynamoDbLocal.client()
			.deleteItem((delete) -> delete.tableName(dynamoDb.tableName()).key(chunkKey(writeId, index)));
	}

	private static Map<String, AttributeValue> chunkKey(String writeId, int index) {
		AttributeValue key = AttributeValue.fromS("CH#" + writeId + "#" + index);
		return Map.of("pk", key, "sk", key);
	}

	private static AttributeValue binary(int size) {
		return AttributeValue.fromB(software.amazon.awssdk.core.SdkBytes.fromByteArray(new byte[size]));
	}

	private static byte[] random(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}

}
