package io.github.dynamodbtoolkit.autoconfigure;

import dev.openfeature.sdk.Hook;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.spring.metrics.FlagEvaluationCounters;
import io.github.dynamodbtoolkit.spring.metrics.MicrometerToolkitMetrics;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the stores' meters. Calls made while the application starts are
 * counted when it has started.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = { "toolkit.dynamodb.enabled", "toolkit.dynamodb.metrics.enabled" },
		matchIfMissing = true)
public final class DynamoDbToolkitMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ToolkitMetrics.class)
	DeferredToolkitMetrics dynamoDbToolkitMetrics(ObjectProvider<MeterRegistry> registry) {
		return new DeferredToolkitMetrics(() -> new MicrometerToolkitMetrics(registry.getObject()));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Hook.class)
	static class FlagsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		FlagEvaluationCounters dynamoDbFlagEvaluationCounters(ObjectProvider<MeterRegistry> registry) {
			return new FlagEvaluationCounters(registry::getObject);
		}

	}

}
