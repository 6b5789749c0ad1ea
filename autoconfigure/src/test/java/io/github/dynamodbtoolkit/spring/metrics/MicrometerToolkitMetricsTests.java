package io.github.dynamodbtoolkit.spring.metrics;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.ratelimit.OnUnavailable;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableUnavailableException;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link MicrometerToolkitMetrics}.
 */
class MicrometerToolkitMetricsTests {

	private static final Set<String> TAGS = Set.of("store", "operation", "table", "outcome", "error", "unit", "cache",
			"event", "resource");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final MicrometerToolkitMetrics metrics = new MicrometerToolkitMetrics(this.registry);

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final TableClient table = TableClient
		.on(DynamoDbLocal.client(this.http), dynamoDb.settings().withMetrics(this.metrics))
		.forStore("cache");

	@Test
	void timesCallsAndCountsCapacityAndBytes() {
		this.table.put(item("a"), CallKind.BULK);
		this.table.get(this.table.keys().tag("a"), Consistency.STRONG, CallKind.BULK);
		assertThat(requests("PutItem", "success", "none").count()).isOne();
		assertThat(requests("GetItem", "success", "none").totalTime(TimeUnit.NANOSECONDS)).isPositive();
		assertThat(count("capacity", "unit", "write")).isEqualTo(1);
		assertThat(count("capacity", "unit", "read")).isEqualTo(1);
		for (String operation : List.of("PutItem", "GetItem")) {
			assertThat(this.registry.get("dynamodb.toolkit.item.size")
				.tags("store", "cache", "operation", operation, "table", dynamoDb.tableName())
				.summary()
				.totalAmount()).isPositive();
		}
		assertThat(this.registry.get("dynamodb.toolkit.item.size").summary().getId().getBaseUnit()).isEqualTo("bytes");
	}

	@Test
	void showsThrottlesAndRetriesAsZeroFromTheFirstCallOn() {
		this.table.put(item("a"), CallKind.BULK);
		assertThat(count("throttles")).isZero();
		assertThat(count("retries")).isZero();
	}

	@Test
	void takesAFailedConditionForNoError() {
		this.table.put(item("condition"), CallKind.BULK);
		this.table.put(item("condition"), Expression.of("attribute_not_exists(#pk)"), CallKind.BULK);
		assertThat(requests("PutItem", "condition_failed", "none").count()).isOne();
	}

	@Test
	void countsEveryThrottledAttempt() {
		this.http.always(Fault.throttled());
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.table.put(item("a"), CallKind.CACHE_WRITE));
		int attempts = CallKind.CACHE_WRITE.defaultBudget().attempts();
		assertThat(count("throttles")).isEqualTo(attempts);
		assertThat(count("retries")).isEqualTo(attempts - 1);
		assertThat(requests("PutItem", "failure", "throttled").count()).isOne();
	}

	@Test
	void countsRetriesOfCallsThatSucceed() {
		this.http.once("PutItem", Fault.internalError());
		this.table.put(item("a"), CallKind.CACHE_WRITE);
		assertThat(count("retries")).isEqualTo(1);
		assertThat(count("throttles")).isZero();
		assertThat(requests("PutItem", "success", "none").count()).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void givesEveryOutcomeItsTags(Outcome outcome) {
		this.metrics.tableCalled(call("cache", "GetItem", outcome));
		Timer timer = this.registry.get("dynamodb.toolkit.requests").timer();
		boolean failed = outcome != Outcome.SUCCESS && outcome != Outcome.CONDITION_FAILED;
		assertThat(timer.getId().getTag("outcome")).isEqualTo(failed ? "failure" : outcome.name().toLowerCase());
		assertThat(timer.getId().getTag("error")).isEqualTo(failed ? outcome.name().toLowerCase() : "none");
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isCloseTo(7, within(0.1));
	}

	@ParameterizedTest
	@CsvSource({ "HIT,0", "MISS,0", "PUT,0", "EVICT,0", "CLEAR,1", "READ_FAILED,1", "UNREADABLE,1",
			"DROPPED_TOO_LARGE,1" })
	void countsEventsOfCachesThatSpringDoesNot(CacheEvent event, int expected) {
		this.metrics.cacheEvent("products", event);
		assertThat(this.registry.find("dynamodb.toolkit.cache.events")
			.tags("cache", "products", "event", event.name().toLowerCase())
			.counters()).hasSize(expected).allSatisfy((counter) -> assertThat(counter.count()).isEqualTo(1));
	}

	@Test
	void hasNoMoreMetersForMoreKeys() {
		this.table.put(item("first"), CallKind.BULK);
		int meters = this.registry.getMeters().size();
		for (int i = 0; i < 200; i++) {
			this.table.put(item("key-" + i), CallKind.BULK);
		}
		assertThat(this.registry.getMeters()).hasSize(meters);
	}

	@Test
	void hasAsManyMetersAsThereAreCachesAndEventsUpToABound() {
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 1000; i++) {
				this.metrics.cacheEvent("cache-" + i, CacheEvent.CLEAR);
			}
		}
		assertThat(this.registry.getMeters()).hasSize(1000);
		for (int i = 0; i < 100_000; i++) {
			this.metrics.cacheEvent("made-up-" + i, CacheEvent.CLEAR);
		}
		assertThat(this.registry.getMeters()).hasSize(1001);
		assertThat(this.registry.get("dynamodb.toolkit.cache.events").tag("cache", "_other").counter().count())
			.isEqualTo(100_000);
	}

	@Test
	void countsDecisionsAndTimesWaitsByConfiguredResource() {
		this.metrics.rateLimitEvent("supplier", RateLimitEvent.REFUSED);
		this.metrics.rateLimitWaited("supplier", Duration.ofMillis(7));
		assertThat(this.registry.get("dynamodb.toolkit.ratelimit.events")
			.tags("resource", "supplier", "event", "refused")
			.counter()
			.count()).isEqualTo(1);
		Timer waits = this.registry.get("dynamodb.toolkit.ratelimit.waits").tag("resource", "supplier").timer();
		assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isCloseTo(7, within(0.1));
	}

	@Test
	void countsWhatHappensToCallsByConfiguredResource() {
		this.metrics.httpEvent("supplier", HttpEvent.JOINED);
		assertThat(this.registry.get("dynamodb.toolkit.http.events")
			.tags("resource", "supplier", "event", "joined")
			.counter()
			.count()).isEqualTo(1);
	}

	@Test
	void hasNoMoreMetersForMoreLimitedKeysAndResources() {
		ResourceLimits limits = ResourceLimits.of(RateLimit.slidingWindow(1, Duration.ofMinutes(1)))
			.withOnUnavailable(OnUnavailable.ALLOW);
		RateLimiter limiter = RateLimiter.on(this.table,
				RateLimiterSettings.of(Map.of("supplier", limits)).withDefaults(limits));
		askForBoth(limiter, 0);
		this.http.always(Fault.throttled());
		for (int i = 1; i < 50; i++) {
			askForBoth(limiter, i);
		}
		int meters = this.registry.getMeters().size();
		for (int i = 50; i < 100_000; i++) {
			askForBoth(limiter, i);
		}
		assertThat(this.registry.getMeters()).hasSize(meters);
		assertThat(this.registry.find("dynamodb.toolkit.ratelimit.events").counters())
			.extracting((counter) -> counter.getId().getTag("resource"))
			.containsOnly("supplier", "default");
	}

	private static void askForBoth(RateLimiter limiter, int i) {
		limiter.acquire(RateLimitRequest.of("supplier").withKey("user-" + i));
		limiter.acquire("https://host-" + i + ".example");
	}

	@Test
	void namesOnlyWhatIsBounded() {
		this.table.put(item("secret-key"), CallKind.BULK);
		this.metrics.cacheEvent("products", CacheEvent.CLEAR);
		this.metrics.rateLimitEvent("supplier", RateLimitEvent.ALLOWED);
		this.metrics.httpEvent("supplier", HttpEvent.COOLDOWN_LEARNED);
		this.metrics.rateLimitWaited("supplier", Duration.ofMillis(7));
		assertThat(this.registry.getMeters()).extracting(Meter::getId).allSatisfy((id) -> {
			assertThat(id.getName()).startsWith("dynamodb.toolkit.");
			assertThat(id.getDescription()).isNotBlank();
			assertThat(id.getTags()).extracting(Tag::getKey).isSubsetOf(TAGS);
			assertThat(id.toString()).doesNotContain("secret-key");
		});
	}

	@Test
	void receivesEverythingThatStoresReport() throws NoSuchMethodException {
		for (Method method : ToolkitMetrics.class.getMethods()) {
			assertThat(MicrometerToolkitMetrics.class.getMethod(method.getName(), method.getParameterTypes())
				.getDeclaringClass()).isEqualTo(MicrometerToolkitMetrics.class);
		}
	}

	private Item item(String name) {
		return Item.of(this.table.keys().tag(name)).set("value", name).build();
	}

	private static TableCall call(String store, String operation, Outcome outcome) {
		return new TableCall(store, operation, "table", outcome, Duration.ofMillis(7), Usage.NONE);
	}

	private Timer requests(String operation, String outcome, String error) {
		return this.registry.get("dynamodb.toolkit.requests")
			.tags("store", "cache", "operation", operation, "table", dynamoDb.tableName(), "outcome", outcome, "error",
					error)
			.timer();
	}

	private double count(String name, String... tags) {
		return this.registry.get("dynamodb.toolkit." + name)
			.tags("store", "cache", "table", dynamoDb.tableName())
			.tags(tags)
			.counter()
			.count();
	}

}
