package io.github.dynamodbtoolkit.sample.quotes;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the quotes.
 *
 * @param supplierUrl where the supplier is, null for this instance. Several instances are
 * given the same, so that it is one server for them
 */
@ConfigurationProperties("shop")
record QuoteProperties(@Nullable URI supplierUrl) {

	QuoteProperties {
		if (supplierUrl != null && supplierUrl.getHost() == null) {
			throw new IllegalArgumentException(
					"shop.supplier-url is " + supplierUrl + ": write one such as http://localhost:8080");
		}
	}

}
