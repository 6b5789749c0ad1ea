package io.github.dynamodbtoolkit.table;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Who built the SDK's client; what we promise holds for both.
 */
enum ClientOrigin {

	/** It takes retries from each call. */
	TOOLKIT,

	/** It knows nothing of us, so that each call has a plugin. */
	USER;

	DynamoDbClientBuilder builder(FaultyHttpClient http) {
		DynamoDbClientBuilder builder = DynamoDbLocal.clientBuilder().httpClient(http);
		return this == TOOLKIT ? Clients.prepare(builder) : builder;
	}

	DynamoDbClient client(FaultyHttpClient http) {
		return builder(http).build();
	}

}
