package io.github.dynamodbtoolkit.test;

import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The DynamoDB of a test, and the one client of it that replaces all others.
 */
@Configuration(proxyBeanMethods = false)
class LocalDynamoDbConfiguration {

	static final String CLIENT = "dynamoDbToolkitTestClient";

	@Bean
	DynamoDbLocalServer dynamoDbToolkitTestServer() {
		return DynamoDbLocalServer.start();
	}

	@Bean(CLIENT)
	@Primary
	DynamoDbClient client(DynamoDbLocalServer dynamoDbToolkitTestServer) {
		return dynamoDbToolkitTestServer.clientBuilder().build();
	}

	@Bean
	static ForeignClients dynamoDbToolkitTestForeignClients() {
		return new ForeignClients();
	}

}
