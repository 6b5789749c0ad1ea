package io.github.dynamodbtoolkit.table;

import java.net.URI;

import org.jspecify.annotations.Nullable;
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
		return DynamoDbClient.builder().region(Region.of(region)).build();
	}

	/**
	 * Makes a client with another client's credentials and configuration for another
	 * place.
	 * @param client the client to follow; it stays as it is
	 * @param region the AWS region, null for the same
	 * @param endpoint the endpoint with its scheme, null for the region's own if a region
	 * is given, else for the same
	 * @return a new client with an HTTP client of its own, to be closed by the caller
	 */
	public static DynamoDbClient like(DynamoDbClient client, @Nullable String region, @Nullable URI endpoint) {
		DynamoDbServiceClientConfiguration configuration = client.serviceClientConfiguration();
		DynamoDbClientBuilder builder = DynamoDbClient.builder()
			.credentialsProvider(configuration.credentialsProvider())
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

}
