package io.github.dynamodbtoolkit.spring.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.dedupe.DedupeSettings;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * One of several instances of an application, which have nothing in common but a table.
 */
final class Instance implements AutoCloseable {

	static final String RESOURCE = "api";

	private static final ExecutorService THREADS = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "caller");
		thread.setDaemon(true);
		return thread;
	});

	/** Sends what it is given and nothing else: it does not repeat refused calls. */
	static final ClientHttpRequestFactory CONNECTIONS = new JdkClientHttpRequestFactory(
			HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());

	final Meter meter = new Meter();

	final DedupeStore dedupe;

	final RateLimiter limiter;

	final Cooldowns cooldowns;

	final DynamoDbHttpInterceptor interceptor;

	final RestClient client;

	/** Counts what happens. */
	static final class Meter implements ToolkitMetrics {

		final List<TableCall> calls = new CopyOnWriteArrayList<>();

		final List<HttpEvent> events = new CopyOnWriteArrayList<>();

		final List<String> limitEvents = new CopyOnWriteArrayList<>();

		final List<DedupeEvent> dedupeEvents = new CopyOnWriteArrayList<>();

		@Override
		public void tableCalled(TableCall call) {
			this.calls.add(call);
		}

		@Override
		public void httpEvent(String resource, HttpEvent event) {
			this.events.add(event);
		}

		@Override
		public void rateLimitEvent(String resource, RateLimitEvent event) {
			this.limitEvents.add(resource + " " + event);
		}

		@Override
		public void dedupeEvent(DedupeEvent event) {
			this.dedupeEvents.add(event);
		}

		List<String> operations() {
			return this.calls.stream().map(TableCall::operation).toList();
		}

		long joined() {
			return this.dedupeEvents.stream().filter(DedupeEvent.JOINED::equals).count();
		}

		void reset() {
			this.calls.clear();
			this.events.clear();
			this.limitEvents.clear();
			this.dedupeEvents.clear();
		}

	}

	Instance(String tableName, DynamoDbClient client, TimeSource time, ResourceLimits limits, HttpResource resource,
			String url) {
		TableClient table = TableClient.on(client,
				DynamoDbLocal.settings(tableName).withTime(time).withMetrics(this.meter));
		this.dedupe = DedupeStore.on(table, JsonValueCodec.allowing(List.of()),
				DedupeSettings.defaults().withLease(Duration.ofMinutes(1)));
		this.limiter = RateLimiter.on(table,
				RateLimiterSettings.of((limits != null) ? Map.of(RESOURCE, limits) : Map.of()));
		this.cooldowns = Cooldowns.on(table, Cooldowns.DEFAULT_LONGEST);
		HttpResources resources = new HttpResources(Map.of(RESOURCE, resource), Map.of(RESOURCE, List.of(url)),
				(request) -> null);
		this.interceptor = new DynamoDbHttpInterceptor(resources, () -> new HttpStores(this.dedupe, this.limiter,
				(name) -> Duration.ZERO, this.cooldowns, time, this.meter));
		this.client = client((builder) -> {
		}, url);
	}

	/** A client with something added after our interceptor. */
	RestClient client(Consumer<RestClient.Builder> more, String url) {
		RestClient.Builder builder = RestClient.builder()
			.baseUrl(url)
			.requestFactory(CONNECTIONS)
			.requestInterceptor(this.interceptor);
		more.accept(builder);
		return builder.build();
	}

	ResponseEntity<String> get(String path) {
		return get(this.client, path);
	}

	static ResponseEntity<String> get(RestClient client, String path, String... headers) {
		RestClient.RequestHeadersSpec<?> request = client.get().uri(path);
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return request.retrieve().onStatus((status) -> true, (sent, response) -> {
		}).toEntity(String.class);
	}

	CompletableFuture<ResponseEntity<String>> getAsync(String path) {
		return async(() -> get(path));
	}

	static <T> CompletableFuture<T> async(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, THREADS);
	}

	@Override
	public void close() {
		this.dedupe.close();
	}

}
