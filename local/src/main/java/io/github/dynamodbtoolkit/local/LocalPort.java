package io.github.dynamodbtoolkit.local;

import java.net.URI;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The port on the loopback interface, and who else may be listening on it.
 */
final class LocalPort {

	static final String HOST = "127.0.0.1";

	private static final String ACTION = "Stop what listens on port %d, choose another port with "
			+ "toolkit.dynamodb.local.port, or leave that out for a free one.";

	private LocalPort() {
	}

	static int check(int port) {
		if (port < 0 || port > 65535) {
			throw new DynamoDbLocalException("Port " + port + " does not exist.",
					"Write a port from 1 to 65535, or 0 for a free one.", null);
		}
		return port;
	}

	static URI endpoint(int port) {
		return URI.create("http://" + HOST + ":" + port);
	}

	static DynamoDbLocalException taken(int port, Exception cause) {
		return new DynamoDbLocalException("Port " + port + " of " + HOST + " is taken.", ACTION.formatted(port), cause);
	}

	/**
	 * The endpoint of the DynamoDB that has the port.
	 * @throws DynamoDbLocalException if what has it does not answer as DynamoDB does
	 */
	static URI join(int port, Exception taken) {
		URI endpoint = endpoint(port);
		try (DynamoDbClient client = LocalClients.forProbe(endpoint)) {
			if (client.listTables((request) -> request.limit(1)).hasTableNames()) {
				return endpoint;
			}
			throw foreign(port, taken);
		}
		catch (SdkException ex) {
			ex.addSuppressed(taken);
			throw foreign(port, ex);
		}
	}

	private static DynamoDbLocalException foreign(int port, Exception cause) {
		return new DynamoDbLocalException(
				"Port " + port + " of " + HOST + " is taken by something that does not answer as DynamoDB does.",
				ACTION.formatted(port), cause);
	}

}
