package io.github.dynamodbtoolkit.spring;

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Where a table is.
 *
 * @param region the AWS region, null for that of the application's client
 * @param endpoint the endpoint, null for the region's own, or that of the client
 */
record Place(@Nullable String region, @Nullable URI endpoint) {

	/** Where the application's client is. */
	static final Place OF_CLIENT = new Place(null, null);

	static boolean isLoopback(URI endpoint) {
		String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
		return host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("127.")
				|| host.equals("[::1]");
	}

	static boolean isPlainHttpElsewhere(URI endpoint) {
		return "http".equalsIgnoreCase(endpoint.getScheme()) && !isLoopback(endpoint);
	}

	/** For people: no user info that an endpoint may hold. */
	String describe() {
		String description = this.region != null ? " in " + this.region : "";
		return this.endpoint != null ? description + " at " + this.endpoint.getHost() + portOf(this.endpoint)
				: description;
	}

	private static String portOf(URI endpoint) {
		return endpoint.getPort() >= 0 ? ":" + endpoint.getPort() : "";
	}

}
