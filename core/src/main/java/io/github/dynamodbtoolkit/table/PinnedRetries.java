package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.util.function.Consumer;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

/**
 * The SDK's standard retries with our number of attempts and waits that fit our time
 * budgets, and a listener for each retry. The SDK's retry quota is off: the circuit
 * breaker above does its work, and attempts stay exact.
 */
final class PinnedRetries implements RetryStrategy {

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(25);

	private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

	private final RetryStrategy strategy;

	private final Consumer<Throwable> listener;

	private PinnedRetries(RetryStrategy strategy, Consumer<Throwable> listener) {
		this.strategy = strategy;
		this.listener = listener;
	}

	/**
	 * Makes retries for one kind of call.
	 * @param attempts attempts in all
	 * @param listener receives the failure before each further attempt
	 */
	static RetryStrategy of(int attempts, Consumer<Throwable> listener) {
		BackoffStrategy backoff = BackoffStrategy.exponentialDelay(SHORTEST_WAIT, LONGEST_WAIT);
		RetryStrategy strategy = AwsRetryStrategy.standardRetryStrategy(Boolean.FALSE)
			.toBuilder()
			.maxAttempts(attempts)
			.backoffStrategy(backoff)
			.throttlingBackoffStrategy(backoff)
			.retryOnException(Failure::isWorthAnotherAttempt)
			.circuitBreakerEnabled(false)
			.build();
		return new PinnedRetries(strategy, listener);
	}

	/**
	 * Makes a plugin that gives a request other retries than its client's.
	 */
	static SdkPlugin plugin(RetryStrategy retries) {
		ClientOverrideConfiguration configuration = ClientOverrideConfiguration.builder()
			.retryStrategy(retries)
			.build();
		return (client) -> ((DynamoDbServiceClientConfiguration.Builder) client).overrideConfiguration(configuration);
	}

	@Override
	public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
		return this.strategy.acquireInitialToken(request);
	}

	@Override
	public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
		RefreshRetryTokenResponse response = this.strategy.refreshRetryToken(request);
		this.listener.accept(request.failure());
		return response;
	}

	@Override
	public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
		return this.strategy.recordSuccess(request);
	}

	@Override
	public int maxAttempts() {
		return this.strategy.maxAttempts();
	}

	@Override
	public boolean useClientDefaults() {
		return false;
	}

	@Override
	public Builder<?, ?> toBuilder() {
		return this.strategy.toBuilder();
	}

}
