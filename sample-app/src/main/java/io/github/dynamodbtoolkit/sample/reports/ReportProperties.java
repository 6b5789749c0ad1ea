package io.github.dynamodbtoolkit.sample.reports;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the reports.
 *
 * @param delay how long it takes to make a report
 */
@ConfigurationProperties("shop.report")
record ReportProperties(@DefaultValue("2s") Duration delay) {

	ReportProperties {
		if (delay.isNegative() || delay.compareTo(Duration.ofMinutes(1)) > 0) {
			throw new IllegalArgumentException("shop.report.delay is " + delay + ": write 0s to 1m");
		}
	}

}
