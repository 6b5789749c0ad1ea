package io.github.dynamodbtoolkit.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.flags.FlagWriter;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import io.github.dynamodbtoolkit.spring.endpoint.DynamoDbToolkitEndpoint;
import io.github.dynamodbtoolkit.spring.endpoint.Section;
import io.github.dynamodbtoolkit.spring.metrics.MeterReadings;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of the endpoint {@code dynamodbtoolkit}. A section of it is there as
 * soon as its store is in use.
 */
@AutoConfiguration(after = { DynamoDbToolkitAutoConfiguration.class, DynamoDbToolkitMetricsAutoConfiguration.class })
@ConditionalOnClass({ WebEndpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(TableClients.class)
@ConditionalOnAvailableEndpoint(DynamoDbToolkitEndpoint.class)
@EnableConfigurationProperties(DynamoDbToolkitEndpointProperties.class)
public final class DynamoDbToolkitEndpointAutoConfiguration {

	/** Never lazy: it knows since when the application counts. */
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	DynamoDbToolkitEndpoint dynamoDbToolkitEndpoint(TableClients tables, ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<FlagWriter> flagWriter, ObjectProvider<MeterReadings> readings,
			DynamoDbToolkitEndpointProperties properties) {
		BeansInUse beans = new BeansInUse(beanFactory);
		MeterReadings meters = readings.getIfAvailable();
		return new DynamoDbToolkitEndpoint(tables, () -> sections(tables, beans, flagWriter, meters), meters,
				properties.showValues(), properties.roles());
	}

	private static List<Section> sections(TableClients tables, BeansInUse beans, ObjectProvider<FlagWriter> flagWriter,
			@Nullable MeterReadings readings) {
		List<Section> sections = new ArrayList<>();
		DynamoDbCacheManager caches = beans.find(DynamoDbCacheManager.class);
		if (caches != null) {
			sections.add(Section.caches(caches, tables.directory("cache")));
		}
		CacheStore tags = beans.find(CacheStore.class);
		if (tags != null) {
			sections.add(Section.tags(tags, tables.directory("cache")));
		}
		RateLimiter limits = beans.find(RateLimiter.class);
		if (limits != null) {
			sections.add(Section.limits(limits, tables.directory("ratelimit"), readings));
		}
		Cooldowns cooldowns = beans.find(Cooldowns.class);
		if (cooldowns != null) {
			sections.add(Section.cooldowns(cooldowns));
		}
		DedupeStore jobs = beans.find(DedupeStore.class);
		if (jobs != null) {
			sections.add(Section.jobs(jobs));
		}
		FlagStore flags = beans.find(FlagStore.class);
		if (flags != null) {
			sections.add(Section.flags(flags, flagWriter.getIfUnique()));
		}
		AppRegistry apps = beans.find(AppRegistry.class);
		if (apps != null) {
			sections.add(Section.apps(apps));
		}
		return sections;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnSingleCandidate(MeterRegistry.class)
	static class MeterReadingsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		MeterReadings dynamoDbMeterReadings(MeterRegistry registry) {
			return new MeterReadings(registry);
		}

	}

}
