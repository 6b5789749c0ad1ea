package io.github.dynamodbtoolkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.apps.AppRegistrySettings;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.EntryOptions;
import io.github.dynamodbtoolkit.cache.Lookup;
import io.github.dynamodbtoolkit.dedupe.Claim;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagStoreSettings;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.nextjs.NextJsCache;
import io.github.dynamodbtoolkit.nextjs.NextJsSettings;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.github.dynamodbtoolkit.value.ValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each documented policy permits what its store does when everything it can do
 * is asked of it, of the tables and indexes concerned, and nothing else.
 */
class IamPolicyTests {

	/** As patient as a lease of 10 seconds permits. */
	private static final CallBudget PATIENT = new CallBudget(3, Duration.ofMillis(3300), Duration.ofMillis(3300));

	private static final String[] ALL_TABLES = { "dynamodb-toolkit", "dynamodb-toolkit-flags", "apps" };

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final Calls calls = new Calls();

	private final DynamoDbClient client = DynamoDbLocal.clientBuilder()
		.overrideConfiguration((override) -> override.addExecutionInterceptor(this.calls))
		.build();

	private final ValueCodec codec = JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit"));

	@Test
	void cache() {
		TableClient table = table(dynamoDb.tableName());
		CacheStore store = CacheStore.on(table, this.codec);
		CacheRegion region = store.region("iam", CacheSettings.defaults());
		EntryOptions tagged = new EntryOptions(String.class, Set.of("tag"), null);
		region.put("key", "value", tagged);
		store.invalidateTags(Set.of("tag"));
		Lookup.Miss miss = (Lookup.Miss) region.get("key", String.class, Set.of("tag"));
		region.putLoaded("key", "loaded", miss.ticket(), tagged);
		region.putIfAbsent("key", "present", tagged);
		region.put("large", incompressible(900_000), EntryOptions.ofType(String.class));
		assertThat(region.getAll(List.of("key", "large"), String.class)).hasSize(2);
		region.getConsistently("key", String.class, Set.of());
		region.evict("key");
		region.evictIfPresent("large");
		region.clear();
		assertThatPolicyPermits("cache", "dynamodb-toolkit");
	}

	@Test
	void dedupe() {
		TableClient table = TableClient.on(this.client, DynamoDbLocal.settings(dynamoDb.tableName())
			.withBudgets(CallBudgets.of(Map.of(CallKind.LEASE, PATIENT, CallKind.LARGE_VALUE, PATIENT))));
		try (DedupeStore store = DedupeStore.on(table, this.codec)) {
			store.execute("key", String.class, () -> "done");
			Claim.Owned owned = (Claim.Owned) store.registerOrJoin("owned", null);
			store.registerOrJoin("owned", null);
			store.renew(owned.lease());
			store.isInProgress("owned");
			store.complete(owned.lease(), this.codec.encode(incompressible(900_000), String.class), Map.of(),
					Duration.ofMinutes(1));
			assertThat(store.registerOrJoin("owned", null)).isInstanceOf(Claim.Finished.class);
			store.fail(((Claim.Owned) store.registerOrJoin("failed", null)).lease(), new IllegalStateException());
			store.release(((Claim.Owned) store.registerOrJoin("released", null)).lease());
			store.clear("owned");
		}
		assertThatPolicyPermits("dedupe", "dynamodb-toolkit");
	}

	@Test
	void rateLimits() {
		TableClient table = table(dynamoDb.tableName());
		RateLimiter limiter = RateLimiter.on(table,
				RateLimiterSettings
					.of(Map.of("iam", ResourceLimits.of(RateLimit.slidingWindow(2, Duration.ofMinutes(1))), "bucket",
							ResourceLimits.of(RateLimit.tokenBucket(2, Duration.ofMinutes(1))))));
		for (RateLimitRequest request : List.of(RateLimitRequest.of("iam"), RateLimitRequest.of("bucket"))) {
			RateLimitDecision unused = limiter.acquire(request);
			IntStream.range(0, 3).forEach((i) -> limiter.acquire(request));
			limiter.status(request);
			limiter.refund(unused);
			limiter.record(request);
			limiter.setLimits(request, limiter.limits(request));
			limiter.setLimits(request, null);
			limiter.reset(request);
		}
		Cooldowns cooldowns = Cooldowns.on(table, Cooldowns.DEFAULT_LONGEST);
		cooldowns.start("https://api.example.com", Duration.ofSeconds(10));
		Cooldowns.on(table, Cooldowns.DEFAULT_LONGEST).remaining("https://api.example.com");
		cooldowns.end("https://api.example.com");
		assertThatPolicyPermits("rate-limits", "dynamodb-toolkit");
	}

	@Test
	@Timeout(60)
	void directory() {
		Directory directory = Directory.on(table(dynamoDb.tableName()));
		directory.note(DirectoryKind.RESOURCE, "iam");
		while (!this.calls.permissions.contains("dynamodb:BatchWriteItem on TABLE")) {
			Thread.onSpinWait();
		}
		assertThat(directory.list(DirectoryKind.RESOURCE, null, 10).entries()).hasSize(1);
		assertThatPolicyPermits("directory", "dynamodb-toolkit");
	}

	@Test
	void flags() {
		FlagStore store = FlagStore.on(table(dynamoDb.newTable(TableSchema.FLAGS)), FlagStoreSettings.defaults());
		Map<String, FlagItem> many = IntStream.range(0, 3)
			.boxed()
			.collect(Collectors.toMap((i) -> "flag-" + i, IamPolicyTests::flag));
		store.init(Map.of(FlagKind.FLAGS, many));
		store.init(Map.of(FlagKind.FLAGS, Map.of("flag-1", flag(1))));
		store.upsert(FlagKind.FLAGS, "flag-1", new FlagItem(2, "{\"key\":\"flag-1\",\"version\":2}"));
		FlagWriter writer = FlagWriter.on(store);
		FlagDefinition saved = writer.save(FlagDefinition.of("new"));
		writer.delete(saved);
		readFlags(store);
		assertThatPolicyPermits("flags", "dynamodb-toolkit-flags");
	}

	@Test
	void flagsReadOnly() {
		FlagStore store = FlagStore.on(table(dynamoDb.newTable(TableSchema.FLAGS)), FlagStoreSettings.defaults());
		readFlags(store);
		assertThatPolicyPermits("flags-read-only", "dynamodb-toolkit-flags");
	}

	private static void readFlags(FlagStore store) {
		store.isInitialized();
		store.get(FlagKind.FLAGS, "flag-1");
		store.getAll(FlagKind.SEGMENTS, Consistency.EVENTUAL);
		store.membership("context");
		store.segmentsSynchronizedOn();
	}

	private static FlagItem flag(int number) {
		return new FlagItem(1, "{\"key\":\"flag-" + number + "\",\"version\":1}");
	}

	@Test
	void apps() {
		AppRegistry registry = apps(dynamoDb.newTable(TableSchema.APPS), true);
		registry.save(App.of("id", "key", AppSecret.random()));
		registry.save(App.of("id", "other-key", AppSecret.random()));
		registry.rotateSecret("id");
		registry.disable("id");
		registry.enable("id");
		registry.findById("id");
		registry.findByKey("other-key");
		registry.delete("id");
		assertThatPolicyPermits("apps", "apps");
		this.calls.permissions.clear();
		registry.list(null, 10);
		assertThatPolicyPermits("apps-list", "apps");
	}

	@Test
	void appsReadOnly() {
		String table = dynamoDb.newTable(TableSchema.APPS);
		apps(table, false).save(App.of("id", "key", AppSecret.random()));
		this.calls.permissions.clear();
		AppRegistry registry = apps(table, false);
		assertThat(registry.findById("id")).isNotNull();
		assertThat(registry.findByKey("key")).isNotNull();
		assertThatPolicyPermits("apps-read-only", "apps");
	}

	private AppRegistry apps(String table, boolean allowScan) {
		AppRegistrySettings defaults = AppRegistrySettings.defaults();
		return AppRegistry.on(table(table), new AppRegistrySettings(defaults.indexName(), defaults.cacheTtl(),
				defaults.staleFor(), allowScan, defaults.serverLevel()));
	}

	@Test
	void nextJs() {
		String table = dynamoDb.newTable(TableSchema.NEXTJS);
		DynamoDbLocal.client()
			.putItem((put) -> put.tableName(table)
				.item(Map.of("key", AttributeValue.fromS("__tag__news__/page"), "tag", AttributeValue.fromS("news"))));
		NextJsCache.on(table(table), NextJsSettings.defaults()).revalidateTags(List.of("news"));
		assertThatPolicyPermits("nextjs", "NEXTJS_TABLE");
	}

	@Test
	void healthAndValidation() {
		table(dynamoDb.tableName()).admin().inspect(TableSchema.TOOLKIT, CallKind.BULK);
		assertThatPolicyPermits("health-and-validation", ALL_TABLES);
	}

	@Test
	void create() {
		table(dynamoDb.newTableName()).admin().create(TableSchema.TOOLKIT);
		assertThatPolicyPermits("create", ALL_TABLES);
	}

	private TableClient table(String name) {
		return TableClient.on(this.client, DynamoDbLocal.settings(name));
	}

	/** The names of tables are those that the policies have. */
	private void assertThatPolicyPermits(String policy, String... tables) {
		Set<String> calls = Stream.of(tables)
			.flatMap((table) -> this.calls.permissions.stream()
				.map((permission) -> permission.replace("TABLE", "arn:aws:dynamodb:REGION:ACCOUNT:table/" + table)))
			.collect(Collectors.toSet());
		assertThat(permissions(policy)).containsExactlyInAnyOrderElementsOf(calls);
	}

	/**
	 * What must be permitted for the calls that were made, as «action on table or index».
	 */
	private static final class Calls implements ExecutionInterceptor {

		private final Set<String> permissions = ConcurrentHashMap.newKeySet();

		@Override
		public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
			if (context.request() instanceof TransactWriteItemsRequest transaction) {
				transaction.transactItems().forEach(this::add);
				return;
			}
			String index = context.request().getValueForField("IndexName", String.class).orElse(null);
			add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
					(index != null) ? "TABLE/index/" + index : "TABLE");
		}

		/** Of a transaction, each of its parts. */
		private void add(TransactWriteItem item) {
			Map<String, Object> parts = new HashMap<>();
			parts.put("PutItem", item.put());
			parts.put("UpdateItem", item.update());
			parts.put("DeleteItem", item.delete());
			parts.put("ConditionCheckItem", item.conditionCheck());
			parts.values().removeIf(Objects::isNull);
			parts.keySet().forEach((action) -> add(action, "TABLE"));
		}

		private void add(String action, String resource) {
			this.permissions.add("dynamodb:" + action + " on " + resource);
		}

	}

	private static List<String> permissions(String policy) {
		List<String> permissions = new ArrayList<>();
		JsonMapper.shared()
			.readTree(Path.of("../docs/infrastructure/iam/" + policy + ".json").toFile())
			.get("Statement")
			.forEach((statement) -> {
				assertThat(statement.get("Effect").asString()).isEqualTo("Allow");
				strings(statement.get("Action")).forEach((action) -> strings(statement.get("Resource"))
					.forEach((resource) -> permissions.add(action + " on " + resource)));
			});
		return permissions;
	}

	private static Stream<String> strings(JsonNode oneOrMany) {
		return oneOrMany.isArray() ? oneOrMany.valueStream().map(JsonNode::asString) : Stream.of(oneOrMany.asString());
	}

	private static String incompressible(int length) {
		return new Random(1).ints(length, ' ', '~')
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
