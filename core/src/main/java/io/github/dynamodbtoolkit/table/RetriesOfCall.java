package io.github.dynamodbtoolkit.table;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

/**
 * A client's retries, in place of which a call may bring its own along: bound to the
 * thread that makes it, since that is the one on which the SDK's synchronous clients
 * retry. Other calls of the client keep what it was configured to.
 */
final class RetriesOfCall implements RetryStrategy {

	private static final ThreadLocal<@Nullable RetryStrategy> brought = new ThreadLocal<>();

	private final RetryStrategy ofClient;

	private RetriesOfCall(RetryStrategy ofClient) {
		this.ofClient = ofClient;
	}

	/**
	 * Makes a plugin for a client's builder. It comes last, when the client knows its own
	 * retries, whether they were configured or are the SDK's.
	 */
	static SdkPlugin plugin() {
		return (client) -> {
			DynamoDbServiceClientConfiguration.Builder builder = (DynamoDbServiceClientConfiguration.Builder) client;
			ClientOverrideConfiguration configuration = builder.overrideConfiguration();
			configuration.retryStrategy()
				.filter((retries) -> !(retries instanceof RetriesOfCall))
				.ifPresent((retries) -> builder.overrideConfiguration(
						configuration.toBuilder().retryStrategy(new RetriesOfCall(retries)).build()));
		};
	}

	/** Tells whether a client was built with the plugin. */
	static boolean areIn(DynamoDbClient client) {
		DynamoDbServiceClientConfiguration configuration = Clients.configurationOf(client);
		return configuration != null
				&& configuration.overrideConfiguration().retryStrategy().orElse(null) instanceof RetriesOfCall;
	}

	/** Makes a call of such a client with other retries. */
	static <R> R with(RetryStrategy retries, Supplier<R> call) {
		RetryStrategy outer = brought.get();
		brought.set(retries);
		try {
			return call.get();
		}
		finally {
			brought.set(outer);
		}
	}

	private RetryStrategy current() {
		RetryStrategy retries = brought.get();
		return retries != null ? retries : this.ofClient;
	}

	@Override
	public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
		return current().acquireInitialToken(request);
	}

	@Override
	public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
		return current().refreshRetryToken(request);
	}

	@Override
	public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
		return current().recordSuccess(request);
	}

	@Override
	public int maxAttempts() {
		return current().maxAttempts();
	}

	/** The client's defaults are in its own retries already. */
	@Override
	public boolean useClientDefaults() {
		return false;
	}

	@Override
	public Builder<?, ?> toBuilder() {
		return this.ofClient.toBuilder();
	}

}
