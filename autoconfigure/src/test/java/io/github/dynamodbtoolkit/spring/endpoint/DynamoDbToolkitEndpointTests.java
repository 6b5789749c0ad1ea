package io.github.dynamodbtoolkit.spring.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppLimit;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.dedupe.Claim;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.flags.FlagDefinition;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.WebApplication;
import io.github.dynamodbtoolkit.spring.WebApplication.Answer;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCache;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint, asked over HTTP.
 */
class DynamoDbToolkitEndpointTests {

	private static final String PATH = "/actuator/dynamodbtoolkit";

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static WebApplication application;

	private static RecordingMetrics calls;

	private static DynamoDbCache users;

	@BeforeAll
	static void start() {
		application = WebApplication.start(dynamoDb, "--management.endpoints.web.exposure.include=dynamodbtoolkit",
				"--management.endpoint.dynamodbtoolkit.access=unrestricted",
				"--toolkit.dynamodb.flags.table-name=" + dynamoDb.newTable(TableSchema.FLAGS),
				"--toolkit.dynamodb.apps.table-name=" + dynamoDb.newTable(TableSchema.APPS),
				"--toolkit.dynamodb.cache.caches.users.time-to-live=10m",
				"--toolkit.dynamodb.rate-limit.resources.supplier.limit=20",
				"--toolkit.dynamodb.rate-limit.resources.supplier.window=1h",
				"--toolkit.dynamodb.rate-limit.resources.by-key.limit=20",
				"--toolkit.dynamodb.rate-limit.resources.by-key.window=1h",
				"--toolkit.dynamodb.rate-limit.resources.twice.limits[0].limit=5",
				"--toolkit.dynamodb.rate-limit.resources.twice.limits[0].window=1m",
				"--toolkit.dynamodb.rate-limit.resources.twice.limits[1].limit=50",
				"--toolkit.dynamodb.rate-limit.resources.twice.limits[1].window=1h");
		calls = application.bean(RecordingMetrics.class);
		application.bean(DedupeStore.class);
		application.bean(AppRegistry.class);
		users = application.bean(DynamoDbCacheManager.class).getCache("users");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void tellsWhatThereIsWithoutACall() {
		application.bean(RateLimiter.class);
		calls.reset();
		JsonNode overview = application.get(PATH).json();
		assertThat(overview.path("tables").findValuesAsString("name")).contains(dynamoDb.tableName());
		assertThat(texts(overview.path("sections"))).contains("caches", "tags", "limits");
		assertThat(overview.path("upMillis").asLong()).isPositive();
		assertThat(calls.calls()).isEmpty();
	}

	@Test
	void hasNoSectionOfAStoreThatNobodyUses() {
		try (WebApplication other = WebApplication.start(dynamoDb,
				"--management.endpoints.web.exposure.include=dynamodbtoolkit", "--spring.cache.type=none")) {
			assertThat(texts(other.get(PATH).json().path("sections"))).doesNotContain("caches", "tags", "limits",
					"jobs");
			assertThat(other.get(PATH + "/limits").status()).isEqualTo(404);
		}
	}

	@Test
	void showsACacheAndItsEntries() {
		users.put("ann", "a@b.example", List.of("people"));
		users.get("ann");
		users.get("nobody");
		JsonNode cache = item("caches", "users");
		assertThat(cache.path("here").asBoolean()).isTrue();
		assertThat(cache.path("events").path("hit").asLong()).isPositive();
		assertThat(cache.path("events").path("miss").asLong()).isPositive();
		assertThat(cache.path("settings").path("timeToLive").asString()).isEqualTo("10m");
		Answer answer = application.get(PATH + "/caches?name=users&key=ann");
		assertThat(answer.json().path("encoding").asString()).isEqualTo("json");
		assertThat(answer.json().path("tags").has("people")).isTrue();
		assertThat(answer.json().path("expiresAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
		assertThat(answer.body()).doesNotContain("a@b.example");
		assertThat(application.get(PATH + "/caches?name=users&key=nobody").status()).isEqualTo(404);
	}

	@Test
	void looksUpKeysThatAreNoText() {
		UUID id = UUID.randomUUID();
		users.put(7L, "seven");
		users.put(8, "eight");
		users.put(id, "some");
		assertThat(application.get(PATH + "/caches?name=users&key=7").status()).isEqualTo(404);
		assertThat(application.get(PATH + "/caches?name=users&key=7&keyType=long").status()).isEqualTo(200);
		assertThat(application.get(PATH + "/caches?name=users&key=8&keyType=INTEGER").status()).isEqualTo(200);
		assertThat(application.get(PATH + "/caches?name=users&key=" + id + "&keyType=uuid").status()).isEqualTo(200);
		assertThat(application.get(PATH + "/caches?name=users&key=x&keyType=long").json().path("error").asString())
			.isEqualTo("key is not of the type long");
	}

	@Test
	void evictsAnEntryAndClearsACache() {
		users.put("a", 1);
		users.put("b", 2);
		calls.reset();
		assertThat(application.delete(PATH + "/caches?name=users&key=a").status()).isEqualTo(204);
		assertThat(calls.operations()).containsExactly("UpdateItem");
		assertThat(users.get("a")).isNull();
		assertThat(users.get("b").get()).isEqualTo(2);
		assertThat(application.delete(PATH + "/caches?name=users").status()).isEqualTo(204);
		assertThat(users.get("b")).isNull();
		assertThat(application.delete(PATH + "/caches?name=absent").status()).isEqualTo(404);
		assertThat(application.bean(DynamoDbCacheManager.class).getCacheNames()).doesNotContain("absent");
	}

	@Test
	void showsValuesWhereAsked() {
		users.put("shown", "a@b.example");
		application.bean(FlagWriter.class).save(FlagDefinition.of("whole").withTarget(0, "ann@b.example"));
		assertThat(application.get(PATH + "/flags?name=whole").body()).doesNotContain("ann@b.example");
		try (WebApplication open = WebApplication.start(dynamoDb,
				"--management.endpoints.web.exposure.include=dynamodbtoolkit",
				"--management.endpoint.dynamodbtoolkit.show-values=always",
				"--toolkit.dynamodb.cache.caches.users.time-to-live=10m")) {
			assertThat(open.get(PATH + "/caches?name=users&key=shown").json().path("value").asString())
				.isEqualTo("\"a@b.example\"");
		}
	}

	@Test
	void listsTagsWithTheirVersionsInTwoReads() {
		Directory directory = application.bean(TableClients.class).directory("cache");
		users.put("tagged", 1, List.of("colour:red", "colour:blue"));
		Awaitility.await()
			.until(() -> directory.list(DirectoryKind.TAG, null, 100)
				.entries()
				.stream()
				.filter((entry) -> entry.name().startsWith("colour:"))
				.count() == 2);
		assertThat(application.delete(PATH + "/tags?name=colour:red").status()).isEqualTo(204);
		calls.reset();
		assertThat(item("tags", "colour:red").path("version").asLong()).isGreaterThan(1_500_000_000_000L);
		assertThat(calls.operations()).containsExactly("Query", "BatchGetItem");
		assertThat(item("tags", "colour:blue").has("version")).isFalse();
		assertThat(users.get("tagged")).isNull();
		assertThat(application.get(PATH + "/tags?name=never").json().has("invalidatedAt")).isFalse();
	}

	@Test
	void pagesThroughNames() {
		Directory directory = application.bean(TableClients.class).directory("cache");
		CacheStore store = application.bean(CacheStore.class);
		IntStream.range(0, 45).forEach((i) -> directory.note(DirectoryKind.TAG, "page:%02d".formatted(i)));
		Awaitility.await().until(() -> directory.list(DirectoryKind.TAG, null, 1000).entries().size() >= 45);
		JsonNode first = application.get(PATH + "/tags?size=10").json();
		JsonNode second = application.get(PATH + "/tags?size=10&page=1").json();
		assertThat(first.path("items").size()).isEqualTo(10);
		assertThat(first.path("more").asBoolean()).isTrue();
		assertThat(names(first)).doesNotContainAnyElementsOf(names(second));
		assertThat(application.get(PATH + "/tags?size=100").json().path("more").asBoolean()).isFalse();
		assertThat(application.get(PATH + "/tags?page=9999").json().path("items").size()).isZero();
		assertThat(store.tagVersions(List.of("page:00"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			page=-1                  | page must be between 0 and 10000
			page=abc                 | page must be between 0 and 10000
			page=9223372036854775808 | page must be between 0 and 10000
			size=0                   | size must be between 1 and 100
			size=1000000000          | size must be between 1 and 100
			size=%3Cscript%3E        | size must be between 1 and 100
			""")
	void refusesPagesThatCannotBe(String query, String error) {
		Answer answer = application.get(PATH + "/tags?" + query);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("error").asString()).isEqualTo(error);
	}

	@Test
	void showsWhatIsLeftOfALimit() {
		RateLimiter limiter = application.bean(RateLimiter.class);
		application.delete(PATH + "/limits?name=supplier");
		limiter.acquire("supplier");
		calls.reset();
		JsonNode level = application.get(PATH + "/limits?name=supplier").json().path("levels").path(0);
		assertThat(calls.operations()).containsExactly("GetItem");
		assertThat(level.path("limit").asLong()).isEqualTo(20);
		assertThat(level.path("remaining").asLong()).isEqualTo(19);
		assertThat(level.path("windowMillis").asLong()).isEqualTo(3_600_000);
		assertThat(level.path("algorithm").asString()).isEqualTo("sliding-window");
		assertThat(application.delete(PATH + "/limits?name=supplier").status()).isEqualTo(204);
		assertThat(item("limits", "supplier").path("levels").path(0).path("remaining").asLong()).isEqualTo(20);
	}

	@Test
	void tellsThatALimitIsUsedByKeyAndShowsThatOfAKey() {
		RateLimiter limiter = application.bean(RateLimiter.class);
		assertThat(item("limits", "by-key").has("keys")).isFalse();
		assertThat(application.get(PATH + "/limits?name=by-key&key=looked-at").status()).isEqualTo(200);
		assertThat(item("limits", "by-key").has("keys")).as("looked at only").isFalse();
		limiter.acquire(RateLimitRequest.of("by-key").withKey("ann").withPermits(3));
		limiter.acquire(RateLimitRequest.of("by-key").withKey("bob"));
		JsonNode whole = item("limits", "by-key");
		assertThat(whole.path("keys").asInt()).isEqualTo(2);
		assertThat(whole.path("levels").path(0).path("remaining").asLong()).isEqualTo(20);
		JsonNode ann = application.get(PATH + "/limits?name=by-key&key=ann").json();
		assertThat(ann.path("levels").path(0).path("remaining").asLong()).isEqualTo(17);
		assertThat(ann.has("keys")).isFalse();
		assertThat(ann.has("events")).isFalse();
		assertThat(application.delete(PATH + "/limits?name=by-key&key=ann").status()).isEqualTo(204);
		assertThat(remaining("ann")).isEqualTo(20);
		assertThat(remaining("bob")).isEqualTo(19);
	}

	private static long remaining(String key) {
		return application.get(PATH + "/limits?name=by-key&key=" + key)
			.json()
			.path("levels")
			.path(0)
			.path("remaining")
			.asLong();
	}

	@Test
	void changesALimitUntilItIsChangedBack() {
		assertThat(application.post(PATH + "/limits", "{\"name\":\"supplier\",\"limit\":3}").status()).isEqualTo(204);
		JsonNode changed = item("limits", "supplier");
		assertThat(changed.path("levels").path(0).path("limit").asLong()).isEqualTo(3);
		assertThat(changed.path("changedAtRunTime").asBoolean()).isTrue();
		assertThat(application.post(PATH + "/limits", "{\"name\":\"supplier\"}").status()).isEqualTo(204);
		JsonNode restored = item("limits", "supplier");
		assertThat(restored.path("levels").path(0).path("limit").asLong()).isEqualTo(20);
		assertThat(restored.path("changedAtRunTime").asBoolean()).isFalse();
	}

	@Test
	void changesOneOfSeveralLimitsByItsWindow() {
		Answer unclear = application.post(PATH + "/limits", "{\"name\":\"twice\",\"limit\":3}");
		assertThat(unclear.status()).isEqualTo(400);
		assertThat(unclear.json().path("error").asString())
			.isEqualTo("the resource has 2 limits, of which 2 are meant: give the window of one, such as 10s");
		assertThat(application.post(PATH + "/limits", "{\"name\":\"twice\",\"limit\":3,\"window\":\"60s\"}").status())
			.isEqualTo(204);
		JsonNode levels = item("limits", "twice").path("levels");
		assertThat(levels.path(0).path("limit").asLong()).isEqualTo(3);
		assertThat(levels.path(1).path("limit").asLong()).isEqualTo(50);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"name":"supplier","limit":-1}                  | 400 | limit must be ≥ 0, got -1
			{"name":"supplier","limit":1,"window":"<b>"}    | 400 | window must be a duration, such as 10s
			{"name":"absent","limit":1}                     | 404 | There is no limit "absent".
			{"name":"","limit":1}                           | 404 | There is no limit "".
			""")
	void refusesLimitsThatCannotBe(String body, int status, String error) {
		Answer answer = application.post(PATH + "/limits", body);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.json().path("error").asString()).isEqualTo(error);
	}

	@Test
	void endsACooldown() {
		Cooldowns cooldowns = application.bean(Cooldowns.class);
		cooldowns.start("https://api.example.com", Duration.ofSeconds(50));
		calls.reset();
		assertThat(item("cooldowns", "https://api.example.com").path("remainingMillis").asLong()).isBetween(1L,
				50_000L);
		assertThat(calls.calls()).isEmpty();
		String origin = "?name=" + WebApplication.encoded("https://api.example.com");
		assertThat(application.get(PATH + "/cooldowns" + origin).status()).isEqualTo(200);
		assertThat(application.delete(PATH + "/cooldowns" + origin).status()).isEqualTo(204);
		assertThat(cooldowns.remaining("https://api.example.com")).isZero();
		assertThat(application.get(PATH + "/cooldowns").json().path("items").size()).isZero();
	}

	@Test
	void listsRunningJobsWithoutTheirKeys() {
		DedupeStore store = application.bean(DedupeStore.class).in("orders");
		Claim.Owned claim = (Claim.Owned) store.registerOrJoin("key of ann", null);
		Answer answer = application.get(PATH + "/jobs");
		JsonNode job = answer.json().path("items").path(0);
		assertThat(job.path("name").asString()).isEqualTo("orders");
		assertThat(job.path("key").asString()).isEqualTo("******");
		assertThat(job.path("fence").asLong()).isEqualTo(claim.lease().fence());
		assertThat(answer.body()).doesNotContain("key of ann");
		assertThat(application.get(PATH + "/jobs?name=orders&key=key+of+ann").status()).isEqualTo(200);
		assertThat(application.delete(PATH + "/jobs?name=orders").status()).isEqualTo(400);
		assertThat(application.delete(PATH + "/jobs?name=orders&key=key+of+ann").status()).isEqualTo(204);
		assertThat(application.get(PATH + "/jobs?name=orders&key=key+of+ann").status()).isEqualTo(404);
		assertThat(store.release(claim.lease())).isFalse();
	}

	@Test
	void turnsAFlagOnAndOff() {
		FlagWriter writer = application.bean(FlagWriter.class);
		writer.save(FlagDefinition.of("checkout").withTarget(0, "ann", "bob"));
		calls.reset();
		JsonNode flag = item("flags", "checkout");
		assertThat(calls.operations()).containsExactly("Query");
		assertThat(flag.path("on").asBoolean()).isFalse();
		assertThat(flag.path("targets").asInt()).isEqualTo(2);
		assertThat(application.post(PATH + "/flags", "{\"name\":\"checkout\",\"on\":true}").status()).isEqualTo(204);
		assertThat(writer.find("checkout").isOn()).isTrue();
		assertThat(application.post(PATH + "/flags", "{\"name\":\"checkout\",\"on\":true}").status()).isEqualTo(204);
		assertThat(writer.find("checkout").version()).isEqualTo(2);
		assertThat(application.post(PATH + "/flags", "{\"name\":\"absent\",\"on\":true}").status()).isEqualTo(404);
		assertThat(application.post(PATH + "/flags", "{\"name\":\"checkout\"}").status()).isEqualTo(400);
		assertThat(application.delete(PATH + "/flags?name=checkout").status()).isEqualTo(405);
	}

	@Test
	void turnsNoFlagOnInAStoreThatIsOnlyRead() {
		application.bean(FlagWriter.class).save(FlagDefinition.of("kept"));
		assertThat(texts(application.get(PATH).json().path("readOnly"))).containsExactly("tables");
		try (WebApplication careful = WebApplication.start(dynamoDb,
				"--management.endpoints.web.exposure.include=dynamodbtoolkit",
				"--management.endpoint.dynamodbtoolkit.access=unrestricted", "--toolkit.dynamodb.flags.read-only=true",
				"--toolkit.dynamodb.flags.table-name=" + application.property("toolkit.dynamodb.flags.table-name"))) {
			assertThat(texts(careful.get(PATH).json().path("readOnly"))).containsExactly("tables", "flags");
			assertThat(careful.get(PATH + "/flags?name=kept").status()).isEqualTo(200);
			assertThat(careful.post(PATH + "/flags", "{\"name\":\"kept\",\"on\":true}").status()).isEqualTo(405);
		}
	}

	@Test
	void looksUpAnAppWithoutItsSecretAndDisablesIt() {
		AppRegistry apps = application.bean(AppRegistry.class);
		apps.save(App.of("app-1", "key-1", AppSecret.of("canary-secret"))
			.withLimit(AppLimit.MAX_READ_REQUESTS_PER_SECOND, 10));
		Answer answer = application.get(PATH + "/apps?name=app-1");
		assertThat(answer.json().path("key").asString()).isEqualTo("key-1");
		assertThat(answer.json().path("limits").path("max_read_requests_per_second").asInt()).isEqualTo(10);
		assertThat(answer.body()).doesNotContain("canary-secret");
		assertThat(application.post(PATH + "/apps", "{\"name\":\"app-1\",\"on\":false}").status()).isEqualTo(204);
		assertThat(apps.findById("app-1").enabled()).isFalse();
		assertThat(application.post(PATH + "/apps", "{\"name\":\"absent\",\"on\":false}").status()).isEqualTo(404);
		assertThat(application.get(PATH + "/apps?name=absent").status()).isEqualTo(404);
		assertThat(application.get(PATH + "/apps").status()).isEqualTo(405);
	}

	@Test
	void listsAppsWhereTheirTableMayBeScanned() {
		try (WebApplication scanning = WebApplication.start(dynamoDb,
				"--management.endpoints.web.exposure.include=dynamodbtoolkit",
				"--toolkit.dynamodb.apps.table-name=" + dynamoDb.newTable(TableSchema.APPS),
				"--toolkit.dynamodb.apps.allow-scan=true")) {
			AppRegistry apps = scanning.bean(AppRegistry.class);
			IntStream.range(0, 5).forEach((i) -> apps.save(App.of("app-" + i, "key-" + i, AppSecret.of("canary"))));
			JsonNode first = scanning.get(PATH + "/apps?size=3").json();
			JsonNode second = scanning.get(PATH + "/apps?size=3&page=1").json();
			assertThat(first.path("more").asBoolean()).isTrue();
			assertThat(second.path("more").asBoolean()).isFalse();
			assertThat(names(first)).hasSize(3).doesNotContainAnyElementsOf(names(second));
			assertThat(names(second)).hasSize(2);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/nothing                                     | There is no section "nothing".
			/%3Cscript%3E                                | There is no section "<script>".
			/caches?name=nothing                         | There is no cache "nothing".
			/caches?name=nothing&key=canary              | There is no cache "nothing".
			/caches?name=users&key=canary                | There is no such entry in the cache "users".
			/limits?name=%22,%22error%22:%22%0A%3Cscript | There is no limit "","error":"\\n<script".
			/limits?name=absent&key=canary               | There is no limit "absent".
			/cooldowns?name=https://absent.example       | There is no cooldown "https://absent.example".
			/jobs?name=absent                            | No job of the scope "absent" runs in this instance.
			/jobs?name=absent&key=canary                 | Nobody works on this key in the scope "absent".
			/flags?name=absent                           | There is no flag "absent".
			/apps?name=absent                            | There is no app "absent".
			""")
	void saysWhatIsNotThere(String path, String error) {
		Answer answer = application.get(PATH + path);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.header("Content-Type")).contains("json");
		assertThat(answer.json().propertyNames()).containsExactly("error");
		assertThat(answer.json().path("error").asString()).isEqualTo(error.replace("\\n", "\n"))
			.doesNotContain("canary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "../../etc", "a\0b",
			";jsessionid=1", "%00", "..%2f", "'; DROP TABLE x" })
	void looksUpHostileKeysAsTheyAre(String key) {
		users.put(key, "x");
		Answer answer = application.get(PATH + "/caches?name=users&key=" + WebApplication.encoded(key));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).contains("json");
	}

	@Test
	void takesLongKeys() {
		String key = "k".repeat(6_000);
		users.put(key, "x");
		assertThat(application.get(PATH + "/caches?name=users&key=" + key).status()).isEqualTo(200);
	}

	@Test
	void saysHowToMakeATableThatIsMissing() {
		try (WebApplication broken = WebApplication.start(dynamoDb,
				"--management.endpoints.web.exposure.include=dynamodbtoolkit",
				"--toolkit.dynamodb.rate-limit.table-name=absent-table",
				"--toolkit.dynamodb.rate-limit.resources.supplier.limit=20",
				"--toolkit.dynamodb.rate-limit.resources.supplier.window=1h")) {
			Answer answer = broken.get(PATH + "/limits?name=supplier");
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.json().path("error").asString())
				.startsWith("DynamoDB table \"absent-table\" was not found. ")
				.contains("toolkit.dynamodb.initialize-schema=create",
						" check region, endpoint and account. To create it "
								+ "by hand: aws dynamodb create-table --table-name absent-table --region ");
			JsonNode state = broken.get(PATH + "/tables?name=absent-table").json();
			assertThat(state.path("stores").path(0).asString()).isEqualTo("ratelimit");
			assertThat(state.path("problems").path(0).asString()).startsWith(
					"the table does not exist. To mend it: aws dynamodb create-table --table-name absent-table");
		}
	}

	private static JsonNode item(String section, String name) {
		return application.get(PATH + "/" + section + "?size=100")
			.json()
			.path("items")
			.valueStream()
			.filter((item) -> name.equals(item.path("name").asString()))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> names(JsonNode listing) {
		return listing.path("items").valueStream().map((item) -> item.path("name").asString()).toList();
	}

	private static List<String> texts(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).toList();
	}

}
