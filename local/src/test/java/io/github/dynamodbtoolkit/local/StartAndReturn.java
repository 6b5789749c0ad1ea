package io.github.dynamodbtoolkit.local;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A program that closes nothing, and whose main method returns.
 */
final class StartAndReturn {

	private StartAndReturn() {
	}

	public static void main(String[] args) {
		DynamoDbClient client = DynamoDbLocalServer.start().clientBuilder().build();
		Tables.create(client);
		Tables.put(client, "a");
		System.out.println("held: " + Tables.has(client, "a"));
	}

}
