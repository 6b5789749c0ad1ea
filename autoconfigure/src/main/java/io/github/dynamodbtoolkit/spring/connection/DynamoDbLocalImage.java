package io.github.dynamodbtoolkit.spring.connection;

import java.net.URI;

/**
 * Amazon's image of DynamoDB Local.
 */
final class DynamoDbLocalImage {

	static final String NAME = "amazon/dynamodb-local";

	static final int PORT = 8000;

	private DynamoDbLocalImage() {
	}

	static URI endpoint(String host, int port) {
		return URI.create("http://" + host + ":" + port);
	}

}
