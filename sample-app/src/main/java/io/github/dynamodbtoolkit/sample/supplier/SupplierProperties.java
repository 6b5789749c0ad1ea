package io.github.dynamodbtoolkit.sample.supplier;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the supplier.
 *
 * @param supplierDelay how long it takes the supplier to make a quote
 */
@ConfigurationProperties("shop")
record SupplierProperties(@DefaultValue("300ms") Duration supplierDelay) {

	SupplierProperties {
		if (supplierDelay.isNegative() || supplierDelay.compareTo(Duration.ofMinutes(1)) > 0) {
			throw new IllegalArgumentException("shop.supplier-delay is " + supplierDelay + ": write 0ms to 1m");
		}
	}

}
