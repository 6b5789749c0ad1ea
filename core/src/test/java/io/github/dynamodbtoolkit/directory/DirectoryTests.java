package io.github.dynamodbtoolkit.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.cache.CacheKeys;
import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.EntryOptions;
import io.github.dynamodbtoolkit.cache.TagSettings;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableUnavailableException;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Poisons;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is in use can be listed, for next to nothing.
 */
@Tag("contract")
class DirectoryTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final RecordingMetrics metrics = new RecordingMetrics();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final List<Runnable> tasks = new ArrayList<>();

	private final TableClient table = TableClient.on(DynamoDbLocal.client(this.http),
			DynamoDbLocal.settings(dynamoDb.newTable()).withTime(this.time).withMetrics(this.metrics));

	private final Directory directory = newInstance();

	/** As another instance of the application would have it. */
	private Directory newInstance() {
		return new DynamoDbDirectory(this.table.forStore("directory"), this.tasks::add);
	}

	private void runTasks() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove(0).run();
		}
	}

	private List<String> names(DirectoryKind kind) {
		return this.directory.list(kind, null, 1_000).entries().stream().map(DirectoryEntry::name).toList();
	}

	@Test
	void listsTheNamesOfAKindInOrder() {
		this.directory.note(DirectoryKind.TAG, "category:books");
		this.directory.note(DirectoryKind.TAG, "a#%\n ü");
		this.directory.note(DirectoryKind.CACHE, "products");
		runTasks();
		assertThat(this.directory.list(DirectoryKind.TAG, null, 10).entries()).containsExactly(
				new DirectoryEntry("a#%\n ü", MutableTimeSource.START),
				new DirectoryEntry("category:books", MutableTimeSource.START));
		assertThat(names(DirectoryKind.CACHE)).containsExactly("products");
		assertThat(names(DirectoryKind.RESOURCE)).isEmpty();
	}

	@Test
	void listsByPages() {
		List<String> names = IntStream.range(0, 25).mapToObj((i) -> "tag-" + (char) ('a' + i)).toList();
		names.forEach((name) -> this.directory.note(DirectoryKind.TAG, name));
		runTasks();
		this.metrics.reset();
		List<String> listed = new ArrayList<>();
		String next = null;
		do {
			DirectoryPage page = this.directory.list(DirectoryKind.TAG, next, 10);
			page.entries().forEach((entry) -> listed.add(entry.name()));
			next = page.next();
		}
		while (next != null);
		assertThat(listed).containsExactlyElementsOf(names);
		assertThat(this.metrics.operations()).containsExactly("Query", "Query", "Query");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1_001, Integer.MAX_VALUE })
	void refusesPagesWithoutMeasure(int limit) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.directory.list(DirectoryKind.TAG, null, limit))
			.withMessage("limit must be between 1 and 1000, got " + limit);
	}

	@Test
	void notingWaitsForNothing() {
		this.directory.note(DirectoryKind.CACHE, "products");
		assertThat(this.metrics.calls()).isEmpty();
		assertThat(this.tasks).hasSize(1);
	}

	@Test
	void writesANameOnceADay() {
		for (int i = 0; i < 100; i++) {
			this.directory.note(DirectoryKind.CACHE, "products");
			runTasks();
		}
		assertThat(this.metrics.operations()).containsExactly("Query", "BatchWriteItem");
		this.metrics.reset();
		this.time.advance(Duration.ofHours(24));
		this.directory.note(DirectoryKind.CACHE, "products");
		runTasks();
		assertThat(this.metrics.operations()).containsExactly("Query", "BatchWriteItem");
		assertThat(this.directory.list(DirectoryKind.CACHE, null, 1).entries()).first()
			.extracting(DirectoryEntry::seenAt)
			.isEqualTo(MutableTimeSource.START.plus(Duration.ofHours(24)));
	}

	@Test
	void writesNothingThatAnotherInstanceHasWrittenToday() {
		this.directory.note(DirectoryKind.CACHE, "products");
		runTasks();
		this.metrics.reset();
		newInstance().note(DirectoryKind.CACHE, "products");
		runTasks();
		assertThat(this.metrics.operations()).containsExactly("Query");
	}

	@Test
	void writesManyNamesInFewRequests() {
		IntStream.range(0, 100).forEach((i) -> this.directory.note(DirectoryKind.TAG, "tag-" + i));
		assertThat(this.tasks).hasSize(1);
		runTasks();
		assertThat(this.metrics.operations()).containsExactly("Query", "BatchWriteItem", "BatchWriteItem",
				"BatchWriteItem", "BatchWriteItem");
	}

	@Test
	void aNameThatNobodyUsesLeaves() {
		this.directory.note(DirectoryKind.TAG, "old");
		runTasks();
		this.time.advance(Duration.ofDays(29));
		assertThat(names(DirectoryKind.TAG)).containsExactly("old");
		this.time.advance(Duration.ofDays(1));
		assertThat(names(DirectoryKind.TAG)).isEmpty();
	}

	@Test
	void holdsNoMoreThanTenThousandNamesOfAKind() {
		IntStream.range(0, 9_990).forEach((i) -> this.directory.note(DirectoryKind.TAG, "tag-" + i));
		runTasks();
		Directory other = newInstance();
		IntStream.range(0, 20_000).forEach((i) -> other.note(DirectoryKind.TAG, "other-" + i));
		other.note(DirectoryKind.CACHE, "products");
		runTasks();
		int names = 0;
		String next = null;
		do {
			DirectoryPage page = this.directory.list(DirectoryKind.TAG, next, 1_000);
			names += page.entries().size();
			next = page.next();
		}
		while (next != null);
		assertThat(names).isEqualTo(Directory.MAX_NAMES);
		assertThat(names(DirectoryKind.CACHE)).containsExactly("products");
	}

	@Test
	void anOutageCostsACallAMinuteAndNoName() {
		this.http.rule((operation, number) -> Fault.throttled());
		for (int i = 0; i < 100; i++) {
			this.directory.note(DirectoryKind.CACHE, "cache-" + i);
			runTasks();
		}
		assertThat(this.metrics.operations()).containsExactly("Query");
		this.http.rule((operation, number) -> Fault.none());
		this.time.advance(Duration.ofMinutes(1));
		this.directory.note(DirectoryKind.CACHE, "cache-0");
		runTasks();
		assertThat(names(DirectoryKind.CACHE)).containsExactly("cache-0");
	}

	@Test
	void aListThatCannotBeReadIsNoEmptyList() {
		this.http.rule((operation, number) -> Fault.throttled());
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.directory.list(DirectoryKind.CACHE, null, 10));
	}

	static Stream<Arguments> poisons() {
		return Stream.of("seenAt", "ttl")
			.flatMap((attribute) -> Poisons.all().values().stream().map((poison) -> Arguments.of(attribute, poison)));
	}

	@ParameterizedTest
	@MethodSource("poisons")
	void aPoisonedItemHarmsNothingAndIsMendedByItsUse(String attribute, AttributeValue poison) {
		this.directory.note(DirectoryKind.TAG, "good");
		runTasks();
		Map<String, AttributeValue> bad = new HashMap<>(Map.of("pk", value("DIR#tag"), "sk", value("bad"), "seenAt",
				AttributeValue.fromN("1"), "ttl", AttributeValue.fromN("9999999999")));
		bad.put(attribute, poison);
		DynamoDbLocal.client().putItem((put) -> put.tableName(this.table.settings().tableName()).item(bad));
		assertThat(names(DirectoryKind.TAG)).contains("good");
		if (attribute.equals("seenAt") && poison.n() == null) {
			assertThat(this.directory.list(DirectoryKind.TAG, null, 10).entries()).first()
				.isEqualTo(new DirectoryEntry("bad", Instant.EPOCH));
		}
		Directory other = newInstance();
		other.note(DirectoryKind.TAG, "bad");
		runTasks();
		assertThat(other.list(DirectoryKind.TAG, null, 10).entries()).containsExactly(
				new DirectoryEntry("bad", MutableTimeSource.START),
				new DirectoryEntry("good", MutableTimeSource.START));
	}

	private static AttributeValue value(String text) {
		return AttributeValue.fromS(text);
	}

	@Test
	void cachesAndTagsAreNotedAsLongAsTheyAreUsed() {
		CacheStore store = CacheStore.on(this.table, JsonValueCodec.allowing(List.of()), CacheKeys.standard(),
				TagSettings.defaults(), this.directory);
		CacheRegion products = store.region("products", CacheSettings.defaults());
		store.region("configured", CacheSettings.defaults());
		products.get("1", String.class, List.of("never-carried"));
		products.put("1", "one", new EntryOptions(String.class, List.of("category:books"), null));
		runTasks();
		assertThat(names(DirectoryKind.CACHE)).containsExactly("configured", "products");
		assertThat(names(DirectoryKind.TAG)).containsExactly("category:books");
		this.time.advance(Duration.ofDays(20));
		products.get("1", String.class, List.of());
		runTasks();
		this.time.advance(Duration.ofDays(20));
		assertThat(names(DirectoryKind.CACHE)).containsExactly("products");
	}

	@Test
	void resourcesAreNotedWithoutTheirKeys() {
		ResourceLimits limits = ResourceLimits.of(RateLimit.slidingWindow(10, Duration.ofMinutes(1)));
		RateLimiter limiter = RateLimiter.on(this.table, RateLimiterSettings.of(Map.of("supplier", limits)),
				this.directory);
		limiter.acquire(RateLimitRequest.of("supplier").withKey("user-1"));
		runTasks();
		assertThat(names(DirectoryKind.RESOURCE)).containsExactly("supplier");
	}

	@Test
	void withoutADirectoryThereIsNothingToList() {
		Directory.NONE.note(DirectoryKind.CACHE, "products");
		assertThat(Directory.NONE.list(DirectoryKind.CACHE, null, 10)).isEqualTo(DirectoryPage.EMPTY);
	}

}
