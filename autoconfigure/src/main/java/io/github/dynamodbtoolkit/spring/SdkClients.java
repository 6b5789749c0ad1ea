package io.github.dynamodbtoolkit.spring;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.dynamodbtoolkit.table.Clients;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

/**
 * The application's client, and clients like it for tables that are elsewhere: one for
 * each place, closed here.
 */
final class SdkClients implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TableClients.class);

	private final DynamoDbClient client;

	private final Map<Place, DynamoDbClient> others = new LinkedHashMap<>();

	SdkClients(DynamoDbClient client) {
		this.client = client;
		URI endpoint = endpointOfClient();
		if (endpoint != null) {
			warnOfPlainHttp(endpoint);
		}
	}

	/**
	 * Gives equal places one form. A client that talks to this machine is never led away
	 * from it by a region alone: test data must not end up in AWS.
	 */
	Place resolve(Place place) {
		URI ofClient = endpointOfClient();
		boolean local = ofClient != null && Place.isLoopback(ofClient);
		URI endpoint = (place.endpoint() == null && local) ? ofClient : place.endpoint();
		boolean sameRegion = place.region() == null || place.region().equals(regionOfClient());
		if (sameRegion && (endpoint == null || endpoint.equals(ofClient))) {
			return Place.OF_CLIENT;
		}
		return new Place(place.region(), endpoint);
	}

	DynamoDbClient at(Place place) {
		return place.equals(Place.OF_CLIENT) ? this.client : this.others.computeIfAbsent(place, this::create);
	}

	private DynamoDbClient create(Place place) {
		if (place.endpoint() != null) {
			warnOfPlainHttp(place.endpoint());
		}
		return Clients.like(this.client, place.region(), place.endpoint());
	}

	private static void warnOfPlainHttp(URI endpoint) {
		if (Place.isPlainHttpElsewhere(endpoint)) {
			logger.warn("The DynamoDB endpoint at {} is plain http: whoever is on the way can read and change "
					+ "what the stores write. Use https outside of development and tests.", endpoint.getHost());
		}
	}

	private @Nullable String regionOfClient() {
		DynamoDbServiceClientConfiguration configuration = Clients.configurationOf(this.client);
		return configuration != null && configuration.region() != null ? configuration.region().id() : null;
	}

	private @Nullable URI endpointOfClient() {
		DynamoDbServiceClientConfiguration configuration = Clients.configurationOf(this.client);
		return configuration != null ? configuration.endpointOverride().orElse(null) : null;
	}

	@Override
	public void close() {
		this.others.values().forEach(DynamoDbClient::close);
		this.others.clear();
	}

}
