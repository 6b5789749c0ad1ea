package io.github.dynamodbtoolkit.spring.connection;

import java.net.URI;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * How to connect to a DynamoDB that was started for the application. Where there is a
 * bean of this type, the application's {@code DynamoDbClient} connects to it unless it is
 * the application's own; clients of other AWS services are left alone.
 */
@FunctionalInterface
public interface DynamoDbConnectionDetails extends ConnectionDetails {

	/**
	 * Where it listens.
	 * @return the endpoint with its scheme
	 */
	URI getEndpoint();

	/**
	 * Its AWS region. DynamoDB Local looks at it only to keep the tables of regions
	 * apart.
	 * @return the region
	 */
	default String getRegion() {
		return "us-east-1";
	}

	/**
	 * Its access key. DynamoDB Local looks at it only to keep the tables of keys apart.
	 * @return the access key
	 */
	default String getAccessKey() {
		return "local";
	}

	/**
	 * Its secret key, at which DynamoDB Local does not look.
	 * @return the secret key
	 */
	default String getSecretKey() {
		return "local";
	}

}
