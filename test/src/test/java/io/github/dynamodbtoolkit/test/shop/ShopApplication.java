package io.github.dynamodbtoolkit.test.shop;

import java.net.URI;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;

/**
 * An application as a user may have it, that knows nothing of tests.
 */
@SpringBootApplication
@EnableCaching
class ShopApplication {

	/** Nothing listens there: whoever used it would fail. */
	@Bean
	DynamoDbClient shopDynamoDbClient() {
		return DynamoDbClient.builder()
			.endpointOverride(URI.create("http://127.0.0.1:1"))
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.build();
	}

}
