package io.github.dynamodbtoolkit.autoconfigure;

import java.util.List;

import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.apps.AppArgumentResolver;
import io.github.dynamodbtoolkit.spring.apps.AppFilter;
import io.github.dynamodbtoolkit.spring.metrics.AppObservationFilter;
import io.micrometer.observation.ObservationFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingFilterBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration of the registry of apps, and where it is switched on, of the filter
 * that lets pass only them.
 */
@AutoConfiguration(after = { DynamoDbToolkitAutoConfiguration.class, DynamoDbRateLimitAutoConfiguration.class })
@ConditionalOnBean(TableClients.class)
@ConditionalOnBooleanProperty(name = "toolkit.dynamodb.apps.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DynamoDbAppsProperties.class)
public final class DynamoDbAppsAutoConfiguration {

	/** Lazy, so that no table is asked for where there are no apps. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	AppRegistry dynamoDbAppRegistry(TableClients tables, DynamoDbAppsProperties properties) {
		return AppRegistry.on(tables.forStore("apps", properties.tableName(), properties.region(),
				properties.endpoint(), properties.settings().schema()), properties.settings());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnBooleanProperty("toolkit.dynamodb.apps.filter.enabled")
	static class AppFilterConfiguration {

		/**
		 * Shortly before Spring Security (-100), which need not be asked about strangers.
		 */
		private static final int ORDER = -110;

		@Bean
		@ConditionalOnMissingFilterBean
		FilterRegistrationBean<AppFilter> dynamoDbAppFilter(AppRegistry registry, ObjectProvider<RateLimiter> limiter,
				DynamoDbAppsProperties properties, TableClients tables) {
			FilterRegistrationBean<AppFilter> registration = new FilterRegistrationBean<>(
					new AppFilter(registry, limiter.getIfAvailable(), properties.filter().settings(), tables.time()));
			registration.setOrder(ORDER);
			return registration;
		}

		@Bean
		WebMvcConfigurer dynamoDbAppArgumentConfigurer() {
			return new WebMvcConfigurer() {

				@Override
				public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
					resolvers.add(new AppArgumentResolver());
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DispatcherServlet.class, ObservationFilter.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnBooleanProperty("toolkit.dynamodb.apps.filter.enabled")
	static class AppObservationConfiguration {

		@Bean
		@ConditionalOnMissingBean
		AppObservationFilter dynamoDbAppObservationFilter() {
			return new AppObservationFilter();
		}

	}

}
