package io.github.dynamodbtoolkit.sample.products;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the catalogue.
 *
 * @param loadDelay how long reading from the catalogue takes
 * @param changesFile where changed products are kept
 */
@ConfigurationProperties("shop")
record CatalogueProperties(@DefaultValue("100ms") Duration loadDelay, Path changesFile) {

	CatalogueProperties {
		if (loadDelay.isNegative() || loadDelay.compareTo(Duration.ofMinutes(1)) > 0) {
			throw new IllegalArgumentException("shop.load-delay is " + loadDelay + ": write 0ms to 1m");
		}
	}

}
