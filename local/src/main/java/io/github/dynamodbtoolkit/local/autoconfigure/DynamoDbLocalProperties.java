package io.github.dynamodbtoolkit.local.autoconfigure;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of DynamoDB Local.
 *
 * @param enabled Whether DynamoDB Local starts with the application. Its presence on the
 * class path suffices; turn it off where DynamoDB is elsewhere
 * @param port Port on 127.0.0.1, or 0 for a free one. With a port of its own the first
 * instance that starts opens it and further ones join; when the first stops, the calls of
 * the others fail
 * @param file File that holds the data, so that it survives a restart, made if absent; by
 * default the data is in memory. Ignored by instances that join another
 */
@ConfigurationProperties("toolkit.dynamodb.local")
record DynamoDbLocalProperties(@DefaultValue("true") boolean enabled, @DefaultValue("0") int port,
		@Nullable Path file) {

	DynamoDbLocalProperties {
		if (port < 0 || port > 65535) {
			throw new IllegalArgumentException("toolkit.dynamodb.local.port is " + port
					+ ": write a port from 1 to 65535, or leave it out for a free one");
		}
	}

}
