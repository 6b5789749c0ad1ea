package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the tests of the limiter share.
 */
final class RateLimitFixture {

	static final String RESOURCE = "api";

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private RateLimitFixture() {
	}

	/** Counts calls and events. */
	static final class Meter implements ToolkitMetrics {

		final List<TableCall> calls = new CopyOnWriteArrayList<>();

		final List<RateLimitEvent> events = new CopyOnWriteArrayList<>();

		final List<Duration> waits = new CopyOnWriteArrayList<>();

		@Override
		public void tableCalled(TableCall call) {
			this.calls.add(call);
		}

		@Override
		public void rateLimitEvent(String resource, RateLimitEvent event) {
			this.events.add(event);
		}

		@Override
		public void rateLimitWaited(String resource, Duration wait) {
			this.waits.add(wait);
		}

		int requests() {
			return this.calls.size();
		}

		void reset() {
			this.calls.clear();
			this.events.clear();
			this.waits.clear();
		}

	}

	/** A key that no other test has. */
	static RateLimitRequest freshRequest() {
		return RateLimitRequest.of(RESOURCE).withKey("key-" + COUNTER.incrementAndGet());
	}

	static String partitionKey(RateLimitRequest request) {
		return "L#" + request.resource() + "#" + request.key();
	}

	static RateLimiterSettings settings(RateLimit... limits) {
		return settings(ResourceLimits.of(limits));
	}

	/** Nothing is allowed without DynamoDB, so that no fallback hides a failure. */
	static RateLimiterSettings settings(ResourceLimits limits) {
		return RateLimiterSettings.of(Map.of(RESOURCE, limits.withOnUnavailable(OnUnavailable.DENY)));
	}

	/** A limiter as another instance would have it: nothing is shared but the table. */
	static RateLimiter limiter(DynamoDbLocal dynamoDb, TimeSource time, RateLimiterSettings settings) {
		return limiter(dynamoDb, DynamoDbLocal.client(), time, settings, new Meter());
	}

	static RateLimiter limiter(DynamoDbLocal dynamoDb, DynamoDbClient client, TimeSource time,
			RateLimiterSettings settings, Meter meter) {
		TableClient table = TableClient.on(client, dynamoDb.settings().withTime(time).withMetrics(meter));
		return RateLimiter.on(table, settings);
	}

	static Map<String, AttributeValue> item(DynamoDbLocal dynamoDb, RateLimitRequest request) {
		return DynamoDbLocal.client()
			.getItem((get) -> get.tableName(dynamoDb.tableName()).key(key(request)).consistentRead(true))
			.item();
	}

	static void putItem(DynamoDbLocal dynamoDb, RateLimitRequest request, Map<String, AttributeValue> attributes) {
		Map<String, AttributeValue> item = new HashMap<>(attributes);
		item.putAll(key(request));
		DynamoDbLocal.client().putItem((put) -> put.tableName(dynamoDb.tableName()).item(item));
	}

	private static Map<String, AttributeValue> key(RateLimitRequest request) {
		AttributeValue key = AttributeValue.fromS(partitionKey(request));
		return Map.of("pk", key, "sk", key);
	}

}
