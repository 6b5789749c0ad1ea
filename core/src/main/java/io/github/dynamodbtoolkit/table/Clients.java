package io.github.dynamodbtoolkit.table;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

/**
 * Makes clients of the SDK.
 */
public final class Clients {

	private Clients() {
	}

	static DynamoDbClient inRegion(String region) {
		return at(region, null);
	}

	/** With the SDK's default credentials, and its default place where none is given. */
	static DynamoDbClient at(@Nullable String region, @Nullable URI endpoint) {
		DynamoDbClientBuilder builder = prepare(DynamoDbClient.builder());
		if (region != null) {
			builder.region(Region.of(region));
		}
		if (endpoint != null) {
			builder.endpointOverride(endpoint);
		}
		return builder.build();
	}

	/**
	 * Tells whether a client could not be built because neither its settings nor the
	 * environment, the profile or the instance name a region.
	 * @param failure of the client's builder
	 * @return whether it is for the region
	 */
	public static boolean saysNoRegion(SdkClientException failure) {
		return String.valueOf(failure.getMessage()).startsWith("Unable to load region");
	}

	/**
	 * Lets a client that is about to be built take the retries of our calls from each
	 * call, for next to nothing. Clients that were not prepared serve as well; each call
	 * of ours then has a plugin, which costs about 8 µs and 13 KB of garbage. Calls of
	 * others keep the retries that the client is configured to.
	 * @param builder the client's builder
	 * @return the same builder
	 */
	public static DynamoDbClientBuilder prepare(DynamoDbClientBuilder builder) {
		return builder.addPlugin(RetriesOfCall.plugin());
	}

	/**
	 * Tells whether a client was {@linkplain #prepare prepared}.
	 * @param client the client
	 * @return whether it takes retries from each call; never a client that is not the
	 * SDK's own
	 */
	public static boolean isPrepared(DynamoDbClient client) {
		return RetriesOfCall.areIn(client);
	}

	/**
	 * Makes a client with another client's credentials and override configuration
	 * (interceptors, headers, retries, time-outs) for another place. Its HTTP client is
	 * the SDK's default: that of the other cannot be learnt.
	 * @param client the client to follow; it stays as it is
	 * @param region the AWS region, null for the same
	 * @param endpoint the endpoint with its scheme, null for the region's own if a region
	 * is given, else for the same
	 * @return a new client, to be closed by the caller; what it shares with the other
	 * stays open
	 */
	public static DynamoDbClient like(DynamoDbClient client, @Nullable String region, @Nullable URI endpoint) {
		DynamoDbServiceClientConfiguration configuration = client.serviceClientConfiguration();
		DynamoDbClientBuilder builder = prepare(DynamoDbClient.builder())
			.credentialsProvider(new SharedCredentials(configuration.credentialsProvider()))
			.overrideConfiguration(configuration.overrideConfiguration())
			.region(region != null ? Region.of(region) : configuration.region());
		if (endpoint != null) {
			builder.endpointOverride(endpoint);
		}
		else if (region == null) {
			configuration.endpointOverride().ifPresent(builder::endpointOverride);
		}
		return builder.build();
	}

	/**
	 * Credentials of another client. A client closes its provider with itself if that can
	 * be closed; this one cannot.
	 */
	private record SharedCredentials(IdentityProvider<? extends AwsCredentialsIdentity> provider)
			implements
				IdentityProvider<AwsCredentialsIdentity> {

		@Override
		public Class<AwsCredentialsIdentity> identityType() {
			return AwsCredentialsIdentity.class;
		}

		@Override
		public CompletableFuture<? extends AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
			return this.provider.resolveIdentity(request);
		}

	}

}
