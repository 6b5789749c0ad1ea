package io.github.dynamodbtoolkit.table;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Clients}.
 */
class ClientsTests {

	private final Credentials credentials = new Credentials();

	private final CountingInterceptor interceptor = new CountingInterceptor();

	private final Publisher publisher = new Publisher();

	private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);

	private final DynamoDbClient original = DynamoDbLocal.clientBuilder()
		.credentialsProvider(this.credentials)
		.overrideConfiguration((override) -> override.addExecutionInterceptor(this.interceptor)
			.addMetricPublisher(this.publisher)
			.scheduledExecutorService(this.executor)
			.putHeader("X-Configured", "a")
			.apiCallTimeout(Duration.ofSeconds(17))
			.retryStrategy((retry) -> retry.maxAttempts(6)))
		.build();

	@AfterEach
	void close() {
		this.original.close();
		this.executor.shutdownNow();
	}

	@Test
	void followsTheOtherClientInEverything() {
		try (DynamoDbClient client = Clients.like(this.original, null, null)) {
			DynamoDbServiceClientConfiguration configuration = client.serviceClientConfiguration();
			assertThat(configuration.region()).isEqualTo(Region.US_EAST_1);
			assertThat(configuration.endpointOverride()).contains(DynamoDbLocal.endpoint());
			assertThat(configuration.overrideConfiguration().apiCallTimeout()).contains(Duration.ofSeconds(17));
			assertThat(configuration.overrideConfiguration().headers()).containsKey("X-Configured");
			assertThat(configuration.overrideConfiguration().retryStrategy())
				.hasValueSatisfying((retry) -> assertThat(retry.maxAttempts()).isEqualTo(6));
			assertThat(client.listTables().tableNames()).isNotNull();
			assertThat(this.credentials.resolved.get()).isPositive();
			assertThat(this.interceptor.calls.get()).isEqualTo(1);
			assertThat(this.publisher.published.get()).isEqualTo(1);
		}
	}

	@Test
	void goesToTheOwnEndpointOfAnotherRegion() {
		try (DynamoDbClient client = Clients.like(this.original, "eu-central-1", null)) {
			assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.EU_CENTRAL_1);
			assertThat(client.serviceClientConfiguration().endpointOverride()).isEmpty();
		}
	}

	@Test
	void goesToAnotherEndpoint() {
		URI elsewhere = URI.create("http://127.0.0.1:1");
		try (DynamoDbClient client = Clients.like(this.original, null, elsewhere);
				DynamoDbClient both = Clients.like(this.original, "eu-central-1", elsewhere)) {
			assertThat(client.serviceClientConfiguration().endpointOverride()).contains(elsewhere);
			assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.US_EAST_1);
			assertThat(both.serviceClientConfiguration().endpointOverride()).contains(elsewhere);
			assertThat(both.serviceClientConfiguration().region()).isEqualTo(Region.EU_CENTRAL_1);
		}
	}

	@Test
	void leavesTheOtherClientUsableWhenClosed() {
		DynamoDbClient client = Clients.like(this.original, null, null);
		client.listTables();
		client.close();
		assertThat(this.credentials.closed).isFalse();
		assertThat(this.publisher.closed).isFalse();
		assertThat(this.executor.isShutdown()).isFalse();
		assertThat(this.original.listTables().tableNames()).isNotNull();
	}

	@Test
	void leavesTheOtherClientAsItIs() {
		try (DynamoDbClient client = Clients.like(this.original, "eu-central-1", null)) {
			assertThat(client).isNotSameAs(this.original);
			assertThat(this.original.serviceClientConfiguration().region()).isEqualTo(Region.US_EAST_1);
			assertThat(this.original.serviceClientConfiguration().endpointOverride())
				.contains(DynamoDbLocal.endpoint());
		}
	}

	private static final class Credentials implements AwsCredentialsProvider, AutoCloseable {

		private final AtomicInteger resolved = new AtomicInteger();

		private volatile boolean closed;

		@Override
		public AwsCredentials resolveCredentials() {
			this.resolved.incrementAndGet();
			return AwsBasicCredentials.create("one", "two");
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	private static final class CountingInterceptor implements ExecutionInterceptor {

		private final AtomicInteger calls = new AtomicInteger();

		@Override
		public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
			this.calls.incrementAndGet();
		}

	}

	private static final class Publisher implements MetricPublisher {

		private final AtomicInteger published = new AtomicInteger();

		private volatile boolean closed;

		@Override
		public void publish(MetricCollection metrics) {
			this.published.incrementAndGet();
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
