package io.github.dynamodbtoolkit.sample.quotes;

import java.util.Objects;

import io.github.dynamodbtoolkit.ratelimit.Priority;
import io.github.dynamodbtoolkit.spring.http.DynamoDbHttpInterceptor;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks the supplier. That calls are joined, limited and put off is configured, not
 * programmed; only for whom a call is, the toolkit cannot know.
 */
@Component
class SupplierClient {

	private final RestClient client;

	private final QuoteProperties properties;

	private final Environment environment;

	SupplierClient(RestClient.Builder builder, QuoteProperties properties, Environment environment) {
		this.client = builder.build();
		this.properties = properties;
		this.environment = environment;
	}

	Quote quote(String id, Priority priority) {
		Quote quote = this.client.get()
			.uri(supplierUrl() + "/supplier/quotes/{id}", id)
			.attribute(DynamoDbHttpInterceptor.PRIORITY, priority)
			.retrieve()
			.body(Quote.class);
		return Objects.requireNonNull(quote, "The supplier has answered nothing");
	}

	/** The port of this instance is known only when it runs. */
	private String supplierUrl() {
		return this.properties.supplierUrl() != null ? this.properties.supplierUrl().toString()
				: "http://localhost:" + this.environment.getRequiredProperty("local.server.port");
	}

}
