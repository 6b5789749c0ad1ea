package io.github.dynamodbtoolkit.local;

import java.net.URI;
import java.time.Duration;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What makes a client one of DynamoDB Local, which wants a region and credentials of the
 * right form and looks at neither.
 */
final class LocalClients {

	private static final StaticCredentialsProvider CREDENTIALS = StaticCredentialsProvider
		.create(AwsBasicCredentials.create("local", "local"));

	// The first call to one that has just started takes a second or two.
	private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

	private LocalClients() {
	}

	static <B extends AwsClientBuilder<B, ?>> B configure(B builder, URI endpoint) {
		return builder.endpointOverride(endpoint).region(Region.US_EAST_1).credentialsProvider(CREDENTIALS);
	}

	static DynamoDbClient forProbe(URI endpoint) {
		return configure(DynamoDbClient.builder(), endpoint)
			.overrideConfiguration(
					(override) -> override.apiCallTimeout(PROBE_TIMEOUT).retryStrategy(AwsRetryStrategy.doNotRetry()))
			.build();
	}

}
