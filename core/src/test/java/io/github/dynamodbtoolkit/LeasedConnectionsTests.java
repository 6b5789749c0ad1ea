package io.github.dynamodbtoolkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.EntryOptions;
import io.github.dynamodbtoolkit.cache.Lookup;
import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An outage takes no connection with it: who calls afterwards is the only one who has
 * one.
 */
class LeasedConnectionsTests {

	private static final int CALLERS = 8;

	private static final Duration SHORT = Duration.ofMillis(300);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final SdkHttpClient real = Apache5HttpClient.builder().maxConnections(2 * CALLERS).build();

	private final FaultyHttpClient http = new FaultyHttpClient(this.real);

	private final Leased leased = new Leased();

	@AfterEach
	void close() {
		this.real.close();
	}

	static Stream<Fault> faults() {
		return Stream.of(Fault.throttled(), Fault.internalError(), Fault.unreachable(), Fault.closedAfterwards(),
				Fault.resetAfterwards(), Fault.truncatedAfterwards(), Fault.garbage(),
				Fault.answeredLate(SHORT.multipliedBy(20)), Fault.blackHole());
	}

	@ParameterizedTest
	@MethodSource("faults")
	void areAllGivenBack(Fault fault) throws Exception {
		CacheRegion cache = cache(dynamoDb.settings().withBudgets(shortBudgets()));
		this.http.always(fault);
		assertThat(Race.run(CALLERS, () -> call(cache))).hasSize(CALLERS);
		this.http.heal();
		assertThat(put(cache(dynamoDb.settings()))).isTrue();
		assertThat(this.leased.last).isOne();
	}

	/** So that the number is known to tell of a connection that is lost. */
	@Test
	void areCounted() throws Exception {
		this.real
			.prepareRequest(HttpExecuteRequest.builder()
				.request(SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(DynamoDbLocal.endpoint()).build())
				.build())
			.call();
		assertThat(put(cache(dynamoDb.settings()))).isTrue();
		assertThat(this.leased.last).isEqualTo(2);
	}

	private CacheRegion cache(TableSettings settings) {
		TableClient table = TableClient.on(DynamoDbLocal.clientBuilder()
			.httpClient(this.http)
			.overrideConfiguration((sdk) -> sdk.addMetricPublisher(this.leased))
			.build(), settings);
		return CacheStore.on(table, JsonValueCodec.allowing(Set.of())).region("leased", CacheSettings.defaults());
	}

	private static CallBudgets shortBudgets() {
		return CallBudgets.of(Arrays.stream(CallKind.values())
			.collect(Collectors.toMap(Function.identity(), (kind) -> new CallBudget(2, SHORT, SHORT.multipliedBy(2)))));
	}

	private static Lookup call(CacheRegion cache) {
		for (int i = 0; i < 5; i++) {
			put(cache);
		}
		return cache.get("key", String.class, Set.of());
	}

	private static boolean put(CacheRegion cache) {
		try {
			cache.put("key", "value", EntryOptions.ofType(String.class));
			return true;
		}
		catch (TableException ex) {
			return false;
		}
	}

	/** How many connections were leased at the end of the last attempt. */
	private static final class Leased implements MetricPublisher {

		private volatile int last;

		@Override
		public void publish(MetricCollection metrics) {
			metrics.metricValues(HttpMetric.LEASED_CONCURRENCY).forEach((leased) -> this.last = leased);
			metrics.children().forEach(this::publish);
		}

		@Override
		public void close() {
		}

	}

}
