package io.github.dynamodbtoolkit.spring.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts and times what happens in the stores:
 * <table>
 * <caption>Meters</caption>
 * <tr>
 * <th>name</th>
 * <th>tags</th>
 * <th>what</th>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.requests}</td>
 * <td>{@code store}, {@code operation}, {@code table}, {@code outcome},
 * {@code error}</td>
 * <td>timer of calls, the SDK's attempts included</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.item.size}</td>
 * <td>{@code store}, {@code operation}, {@code table}</td>
 * <td>bytes of the items sent or received by a call</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.capacity}</td>
 * <td>{@code store}, {@code table}, {@code unit} ({@code read} or {@code write})</td>
 * <td>capacity units consumed</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.retries}</td>
 * <td>{@code store}, {@code table}</td>
 * <td>further attempts of the SDK</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.throttles}</td>
 * <td>{@code store}, {@code table}</td>
 * <td>attempts that DynamoDB refused for their rate</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.cache.events}</td>
 * <td>{@code cache}, {@code event}</td>
 * <td>what caches do that the {@code cache.*} meters do not count</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.dedupe.events}</td>
 * <td>{@code event}</td>
 * <td>what happens to deduplicated work</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.app.events}</td>
 * <td>{@code event}</td>
 * <td>what happens to apps and look-ups of them</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.flag.events}</td>
 * <td>{@code event}</td>
 * <td>what happens to flags and segments</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.http.events}</td>
 * <td>{@code resource}, {@code event}</td>
 * <td>what happens to calls of other services, by configured resource</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.ratelimit.waits}</td>
 * <td>{@code resource}</td>
 * <td>timer of requests that waited for their permits, by configured resource</td>
 * </tr>
 * <tr>
 * <td>{@code dynamodb.toolkit.ratelimit.events}</td>
 * <td>{@code resource}, {@code event}</td>
 * <td>what rate limiters do, by configured resource</td>
 * </tr>
 * </table>
 *
 * The {@code outcome} is {@code success}, {@code condition_failed} or {@code failure};
 * the {@code error} is {@code none}, or {@code throttled}, {@code timed_out},
 * {@code unavailable}, {@code table_not_found}, {@code rejected}, {@code interrupted} or
 * {@code not_attempted}. No tag ever holds a key, a value or a message. A call costs two
 * look-ups in maps; meters are registered when first needed.
 */
public final class MicrometerToolkitMetrics implements ToolkitMetrics {

	private final MeterRegistry registry;

	private final Map<CallId, CallMeters> calls = new ConcurrentHashMap<>();

	private final Map<StoreId, StoreMeters> stores = new ConcurrentHashMap<>();

	private final Map<String, Timer> waits = new ConcurrentHashMap<>();

	private final CacheEventCounters cacheEvents;

	private final Map<EventId, Counter> events = new ConcurrentHashMap<>();

	record CallId(String store, String operation, String table, Outcome outcome) {
	}

	record StoreId(String store, String table) {
	}

	private record EventId(String meter, String resource, Enum<?> event) {
	}

	/**
	 * Reports to a registry.
	 * @param registry where the meters are registered
	 */
	public MicrometerToolkitMetrics(MeterRegistry registry) {
		this.registry = registry;
		this.cacheEvents = new CacheEventCounters(registry);
	}

	@Override
	public void tableCalled(TableCall call) {
		call(new CallId(call.store(), call.operation(), call.table(), call.outcome())).record(call);
		store(call.store(), call.table()).record(call);
	}

	@Override
	public void tableCallRetried(String store, String table, boolean throttled) {
		store(store, table).recordRetry(throttled);
	}

	@Override
	public void cacheEvent(String cache, CacheEvent event) {
		this.cacheEvents.record(cache, event);
	}

	@Override
	public void dedupeEvent(DedupeEvent event) {
		count(new EventId("dedupe", "", event));
	}

	@Override
	public void appEvent(AppEvent event) {
		count(new EventId("app", "", event));
	}

	@Override
	public void flagEvent(FlagEvent event) {
		count(new EventId("flag", "", event));
	}

	@Override
	public void rateLimitWaited(String resource, Duration wait) {
		this.waits.computeIfAbsent(resource, this::timer).record(wait);
	}

	@Override
	public void rateLimitEvent(String resource, RateLimitEvent event) {
		count(new EventId("ratelimit", resource, event));
	}

	@Override
	public void httpEvent(String resource, HttpEvent event) {
		count(new EventId("http", resource, event));
	}

	private void count(EventId id) {
		this.events.computeIfAbsent(id, this::counter).increment();
	}

	private Counter counter(EventId id) {
		Counter.Builder counter = Counter.builder("dynamodb.toolkit." + id.meter() + ".events")
			.description("What the toolkit's stores do, beside calling their tables")
			.tag("event", CallMeters.lowerCase(id.event()));
		return (id.resource().isEmpty() ? counter : counter.tag("resource", id.resource())).register(this.registry);
	}

	private Timer timer(String resource) {
		return Timer.builder("dynamodb.toolkit.ratelimit.waits")
			.description("Requests that waited for their permits")
			.tag("resource", resource)
			.register(this.registry);
	}

	/** The plain look-up first: computeIfAbsent may lock even if there is a value. */
	private CallMeters call(CallId id) {
		CallMeters present = this.calls.get(id);
		return (present != null) ? present
				: this.calls.computeIfAbsent(id, (absent) -> new CallMeters(this.registry, absent));
	}

	private StoreMeters store(String store, String table) {
		StoreId id = new StoreId(store, table);
		StoreMeters present = this.stores.get(id);
		return (present != null) ? present
				: this.stores.computeIfAbsent(id, (absent) -> new StoreMeters(this.registry, absent));
	}

}
