package io.github.dynamodbtoolkit;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.EntryOptions;
import io.github.dynamodbtoolkit.dedupe.DedupeSettings;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagStoreSettings;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.ratelimit.AdaptiveSettings;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.Priority;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import io.github.dynamodbtoolkit.testing.Trials;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.github.dynamodbtoolkit.value.ValueCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the same work costs here and in others' libraries for DynamoDB, in requests and
 * capacity units; and that none of ours costs more when the tables are full of other
 * items. The table is in {@code docs/cost-comparison.md}, which {@code -Dcosts.write}
 * writes anew.
 */
class CostComparisonTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "cost-comparison.md");

	private static final String BEGIN = "<!-- measured by CostComparisonTests -->\n";

	private static final String END = "<!-- end -->";

	/** Others' figures are known up to 10,000. */
	private static final List<Integer> OTHER_ITEMS = List.of(0, 1_000, Trials.of(100_000));

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private static final String KILOBYTE = randomText(1000);

	/**
	 * The work, what others take for it, and how it is done here. Their figures were
	 * taken in the same way, by counting what passes between them and DynamoDB Local:
	 * http-client-toolkit is {@code @http-client-toolkit/store-dynamodb} 3.0.0,
	 * LaunchDarkly its DynamoDB store for Java 5.0.0. Several figures in a row are of 0,
	 * 1,000 and 10,000 other items in the table, unless the row says otherwise.
	 */
	private static List<Work> works() {
		List<Work> works = new ArrayList<>();
		// @formatter:off
		//                  others: requests         read units                write units
		works.add(work("Cache: hit of 1 KB",
				toolkit("1",             "0.5",                    "0"),
				(stores, key) -> { stores.put(key); return () -> stores.get(key); }));
		works.add(work("Cache: miss",
				toolkit("1",             "0.5",                    "0"),
				(stores, key) -> () -> stores.get(key)));
		works.add(work("Cache: read of an expired entry",
				toolkit("3 / 4 / 14",    "1 / 147.5 / 1,467.5",    "2"),
				(stores, key) -> { stores.put(key); stores.pass(Duration.ofHours(2)); stores.get("warm"); return () -> stores.get(key); }));
		works.add(work("Cache: put of 1 KB",
				toolkit("1",             "0",                      "2"),
				(stores, key) -> () -> stores.put(key)));
		works.add(work("Cache: put of 1 KB with 3 tags",
				toolkit("3 / 4 / 14",    "0.5 / 147 / 1,467",      "5"),
				(stores, key) -> { Set<String> tags = Set.of(key + 1, key + 2, key + 3); stores.get(key, tags); return () -> stores.put(key, tags); }));
		works.add(work("Cache: evict",
				toolkit("2 / 3 / 13",    "0.5 / 147 / 1,467",      "2"),
				(stores, key) -> { stores.put(key); return () -> stores.cache.evict(key); }));
		for (int entries : new int[] { 10, 100, 1000 }) {
			works.add(work("Cache: invalidate a tag of " + number(entries) + " entries",
					toolkit(pick(entries, "2", "9", "81"), pick(entries, "0.5", "1.5", "11"), pick(entries, "30", "300", "3,000")),
					(stores, key) -> { stores.fill(key, entries, Set.of(key)); return () -> stores.cacheStore.invalidateTags(Set.of(key)); }));
		}
		works.add(work("Cache: clear 1,000 entries",
				toolkit("43",            "147",                    "2,000"),
				(stores, key) -> { CacheRegion own = stores.region(key); IntStream.range(0, 1000).parallel().forEach((i) -> own.put("k" + i, KILOBYTE, Stores.HOUR)); return own::clear; }));

		works.add(work("Dedupe: own and complete",
				toolkit("2",             "0",                      "3"),
				(stores, key) -> () -> stores.dedupe.<String, RuntimeException>execute(key, String.class, () -> "done")));

		works.add(work("Rate limit: acquire, nothing used of 60",
				toolkit("1",             "0",                      "4"),
				(stores, key) -> () -> stores.acquire(60, key)));
		for (int used : new int[] { 30, 54, 59 }) {
			works.add(work("Rate limit: acquire, " + used + " used of 60",
					toolkit(used == 30 ? "9" : used == 54 ? "20" : "23", "0", used == 30 ? "21" : used == 54 ? "42" : "47"),
					(stores, key) -> { stores.use(60, key, used); return () -> stores.acquire(60, key); }));
		}
		for (int limit : new int[] { 10, 60, 200 }) {
			works.add(work("Rate limit: refused, limit " + limit,
					toolkit(limit == 10 ? "10" : limit == 60 ? "60" : "200", "0", limit == 10 ? "20" : limit == 60 ? "120" : "400"),
					(stores, key) -> { stores.use(limit, key, limit); return () -> stores.acquire(limit, key); }));
			works.add(work("Rate limit: refused again within a second, limit " + limit,
					toolkit(limit == 10 ? "10" : limit == 60 ? "60" : "200", "0", limit == 10 ? "20" : limit == 60 ? "120" : "400"),
					(stores, key) -> { stores.use(limit, key, limit); stores.acquire(limit, key); return () -> stores.acquire(limit, key); }));
		}
		works.add(work("Rate limit: adaptive, refused, limit 200",
				toolkit("197",           "6",                      "390"),
				(stores, key) -> { stores.limiter.acquire(stores.adaptive(key).withPermits(200).withPriority(Priority.NONE)); return () -> stores.limiter.acquire(stores.adaptive(key)); }));
		works.add(work("Rate limit: status, 60 permits used",
				toolkit("1",             "1",                      "0"),
				(stores, key) -> { stores.use(60, key, 60); return () -> stores.limiter.status(stores.request(60, key)); }));
		works.add(work("Rate limit: reset, 60 permits used",
				toolkit("8",             "1.5",                    "120"),
				(stores, key) -> { stores.use(60, key, 60); return () -> stores.limiter.reset(stores.request(60, key)); }));
		works.add(work("Cooldown: look",
				toolkit("1",             "0.5",                    "0"),
				(stores, key) -> () -> stores.cooldowns.remaining(key)));
		works.add(work("Cooldown: look again within a second",
				toolkit("1",             "0.5",                    "0"),
				(stores, key) -> { stores.cooldowns.remaining(key); return () -> stores.cooldowns.remaining(key); }));

		for (int flags : new int[] { 100, 1000 }) {
			boolean few = flags == 100;
			works.add(work("Flags: first init of " + number(flags) + " flags of 2 KB",
					launchDarkly(few ? "6" : "42", "1", few ? "301" : "3,001"),
					(stores, key) -> () -> stores.flags(key).init(Stores.flagsOf2Kilobytes(flags))));
			works.add(work("Flags: init of " + number(flags) + " flags again, none changed",
					launchDarkly(few ? "6" : "43", few ? "52" : "512", few ? "301" : "3,001"),
					(stores, key) -> { stores.flags(key).init(Stores.flagsOf2Kilobytes(flags)); return () -> stores.flags(key).init(Stores.flagsOf2Kilobytes(flags)); }));
			works.add(work("Flags: read all " + number(flags),
					launchDarkly(few ? "1" : "2", few ? "52" : "512", "0"),
					(stores, key) -> { stores.flags(key).init(Stores.flagsOf2Kilobytes(flags)); return () -> stores.flags(key).getAll(FlagKind.FLAGS, Consistency.STRONG); }));
		}
		works.add(work("Flags: read one",
				launchDarkly("1",        "1",                      "0"),
				(stores, key) -> { stores.upsert(key, 1); return () -> stores.flags(key).get(FlagKind.FLAGS, "flag"); }));
		works.add(work("Flags: upsert of a newer version",
				launchDarkly("1",        "0",                      "3"),
				(stores, key) -> { stores.upsert(key, 1); return () -> stores.upsert(key, 2); }));
		works.add(work("Flags: upsert of a stale version",
				launchDarkly("1",        "0",                      "3"),
				(stores, key) -> { stores.upsert(key, 2); return () -> stores.upsert(key, 1); }));
		// @formatter:on
		return works;
	}

	private static Work work(String name, Others others, Doing doing) {
		return new Work(name, others, doing);
	}

	private static Others toolkit(String requests, String readUnits, String writeUnits) {
		return new Others("http-client-toolkit", requests, readUnits, writeUnits);
	}

	private static Others launchDarkly(String requests, String readUnits, String writeUnits) {
		return new Others("LaunchDarkly", requests, readUnits, writeUnits);
	}

	private static String pick(int entries, String ten, String hundred, String thousand) {
		return (entries == 10) ? ten : (entries == 100) ? hundred : thousand;
	}

	private static String number(int number) {
		return text(BigDecimal.valueOf(number));
	}

	private static String text(BigDecimal number) {
		return new DecimalFormat("#,##0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
	}

	/** One row. */
	private record Work(String name, Others others, Doing doing) {
	}

	/** Somebody else's figures. */
	private record Others(String who, String requests, String readUnits, String writeUnits) {
	}

	/** Prepares some work, and answers the work itself. */
	@FunctionalInterface
	private interface Doing {

		Runnable prepare(Stores stores, String key);

	}

	/** What some work has cost. */
	private record Cost(int requests, BigDecimal readUnits, BigDecimal writeUnits) {

		/**
		 * DynamoDB charges a write whose condition has failed like one that was applied,
		 * and a query that finds nothing like one that finds something small (here, a
		 * consistent one); DynamoDB Local charges neither.
		 */
		static Cost of(RecordingMetrics metrics, double writeUnitsOfARefusal) {
			long refused = metrics.calls()
				.stream()
				.filter((call) -> call.outcome() == Outcome.CONDITION_FAILED)
				.count();
			long nothingFound = metrics.calls()
				.stream()
				.filter((call) -> call.operation().equals("Query") && call.usage().readUnits() == 0)
				.count();
			return new Cost(metrics.calls().size(), units(metrics.readUnits() + nothingFound),
					units(metrics.writeUnits() + refused * writeUnitsOfARefusal));
		}

		private static BigDecimal units(double units) {
			return new BigDecimal(units).stripTrailingZeros();
		}

	}

	/** All stores of one instance, counted. */
	private static final class Stores {

		static final ValueCodec CODEC = JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit"));

		static final EntryOptions HOUR = new EntryOptions(String.class, Set.of(), Duration.ofHours(1));

		private final MutableTimeSource time = new MutableTimeSource();

		private final RecordingMetrics metrics = new RecordingMetrics();

		private final CacheStore cacheStore;

		private final CacheRegion cache;

		private final DedupeStore dedupe;

		private final RateLimiter limiter;

		private final Cooldowns cooldowns;

		Stores() {
			TableClient table = table(dynamoDb.tableName());
			this.cacheStore = CacheStore.on(table, CODEC);
			this.cache = region("costs");
			this.dedupe = DedupeStore.on(table, CODEC, DedupeSettings.defaults().withLease(Duration.ofMinutes(1)));
			Map<String, ResourceLimits> limits = IntStream.of(10, 60, 200)
				.boxed()
				.collect(Collectors.toMap(String::valueOf,
						(limit) -> ResourceLimits.of(RateLimit.slidingWindow(limit, WINDOW))));
			limits.put("adaptive", limits.get("200").withAdaptive(AdaptiveSettings.defaults()));
			this.limiter = RateLimiter.on(table, RateLimiterSettings.of(limits));
			this.cooldowns = Cooldowns.on(table, Cooldowns.DEFAULT_LONGEST);
			get("warm");
		}

		private TableClient table(String name) {
			return TableClient.on(DynamoDbLocal.client(),
					DynamoDbLocal.settings(name).withTime(this.time).withMetrics(this.metrics));
		}

		Cost cost(Work work) {
			Runnable doing = work.doing().prepare(this, "key-" + KEYS.incrementAndGet());
			this.metrics.reset();
			doing.run();
			return Cost.of(this.metrics, work.name().startsWith("Flags") ? 3 : 1);
		}

		CacheRegion region(String name) {
			return this.cacheStore.region(name, CacheSettings.defaults());
		}

		void get(String key) {
			get(key, Set.of());
		}

		void get(String key, Set<String> tags) {
			this.cache.get(key, String.class, tags);
		}

		void put(String key) {
			put(key, Set.of());
		}

		void put(String key, Set<String> tags) {
			this.cache.put(key, KILOBYTE, new EntryOptions(String.class, tags, Duration.ofHours(1)));
		}

		void fill(String key, int entries, Set<String> tags) {
			IntStream.range(0, entries).parallel().forEach((i) -> put(key + "-" + i, tags));
		}

		void pass(Duration duration) {
			this.time.advance(duration);
		}

		RateLimitRequest request(int limit, String key) {
			return RateLimitRequest.of(String.valueOf(limit)).withKey(key);
		}

		RateLimitRequest adaptive(String key) {
			return RateLimitRequest.of("adaptive").withKey(key).withPriority(Priority.USER);
		}

		void acquire(int limit, String key) {
			this.limiter.acquire(request(limit, key));
		}

		void use(int limit, String key, int permits) {
			assertThat(this.limiter.acquire(request(limit, key).withPermits(permits)).allowed()).isTrue();
		}

		FlagStore flags(String prefix) {
			return FlagStore.on(table(flagTable), FlagStoreSettings.defaults().withPrefix(prefix));
		}

		void upsert(String prefix, int version) {
			flags(prefix).upsert(FlagKind.FLAGS, "flag", flag("flag", version));
		}

		static Map<FlagKind, Map<String, FlagItem>> flagsOf2Kilobytes(int count) {
			Map<String, FlagItem> flags = new LinkedHashMap<>();
			IntStream.range(0, count).forEach((i) -> flags.put("flag-" + i, flag("flag-" + i, 1)));
			return Map.of(FlagKind.FLAGS, flags);
		}

		private static FlagItem flag(String key, int version) {
			return new FlagItem(version,
					"{\"key\":\"%s\",\"version\":%d,\"description\":\"%s\"}".formatted(key, version, "x".repeat(2000)));
		}

	}

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static final AtomicInteger KEYS = new AtomicInteger();

	private static String flagTable;

	private static Stores stores;

	/** By the number of other items, in the order of the works. */
	private static final Map<Integer, List<Cost>> costs = new LinkedHashMap<>();

	@BeforeAll
	static void measure() {
		flagTable = dynamoDb.newTable(TableSchema.FLAGS);
		stores = new Stores();
		int present = 0;
		for (int others : OTHER_ITEMS) {
			addOthers(present, others);
			present = others;
			costs.put(others, works().stream().map(stores::cost).toList());
		}
	}

	/** Entries of the same cache and with one tag, and flags of somebody else. */
	private static void addOthers(int from, int to) {
		IntStream.range(from, to).parallel().forEach((i) -> stores.put("other-" + i, Set.of("common")));
		FlagStore others = stores.flags("others");
		IntStream.range(from, Math.min(to, 1_000))
			.parallel()
			.forEach((i) -> others.upsert(FlagKind.FLAGS, "other-" + i, Stores.flag("other-" + i, 1)));
	}

	@AfterAll
	static void close() {
		stores.dedupe.close();
	}

	@Test
	void nothingGrowsWithTheTable() {
		List<Work> works = works();
		for (int i = 0; i < works.size(); i++) {
			int row = i;
			assertThat(costs.values().stream().map((each) -> each.get(row)).distinct()).as(works.get(i).name())
				.hasSize(1);
		}
	}

	@Test
	void documentSaysWhatWasMeasured() throws IOException {
		String document = Files.readString(DOCUMENT);
		int begin = document.indexOf(BEGIN) + BEGIN.length();
		int end = document.indexOf(END, begin);
		if (System.getProperty("costs.write") != null) {
			Files.writeString(DOCUMENT, document.substring(0, begin) + table() + document.substring(end));
		}
		else {
			assertThat(document.substring(begin, end)).as("if it is meant, write it anew with -Dcosts.write")
				.isEqualTo(table());
		}
	}

	private static String table() {
		List<Work> works = works();
		StringBuilder table = new StringBuilder("""

				| work | requests | read units | write units | others | requests | read units | write units |
				|---|---:|---:|---:|---|---:|---:|---:|
				""");
		for (int i = 0; i < works.size(); i++) {
			Cost cost = costs.get(0).get(i);
			Others others = works.get(i).others();
			table.append("| " + String.join(" | ", works.get(i).name(), "**" + number(cost.requests()) + "**",
					text(cost.readUnits()), text(cost.writeUnits()), others.who(), others.requests(),
					others.readUnits(), others.writeUnits()) + " |\n");
		}
		return table.append('\n').toString();
	}

	/** Text that hardly compresses. */
	private static String randomText(int length) {
		return new Random(1).ints(length, ' ' + 3, '~')
			.mapToObj(Character::toString)
			.collect(Collectors.joining())
			.replace('\\', '/');
	}

}
