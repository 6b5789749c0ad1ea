package io.github.dynamodbtoolkit.autoconfigure;

import java.util.function.Supplier;

import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.http.DynamoDbHttpInterceptor;
import io.github.dynamodbtoolkit.spring.http.HttpResourceResolver;
import io.github.dynamodbtoolkit.spring.http.LastLookPostProcessor;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration of the interceptor that holds calls of other services to limits and
 * cooldowns and joins equal ones, for {@code RestClient} and HTTP interfaces.
 */
@AutoConfiguration(after = { DynamoDbToolkitAutoConfiguration.class, DynamoDbDedupeAutoConfiguration.class,
		DynamoDbRateLimitAutoConfiguration.class })
@ConditionalOnClass(RestClientCustomizer.class)
@ConditionalOnBean(TableClients.class)
@ConditionalOnBooleanProperty(name = "toolkit.dynamodb.http.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DynamoDbHttpProperties.class)
public final class DynamoDbHttpAutoConfiguration {

	@Bean
	HttpUse dynamoDbHttpUse(DynamoDbHttpProperties properties, ListableBeanFactory beans) {
		return new HttpUse(properties, beans);
	}

	/**
	 * After the other customizers, so that the interceptors that they add come first, and
	 * what those add to a request is known. Spring buffers the bodies of all requests of
	 * a builder that has an interceptor, so none is added where it would do nothing.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	RestClientCustomizer dynamoDbRestClientCustomizer(DynamoDbHttpInterceptor interceptor, HttpUse use) {
		return (builder) -> {
			if (use.isAny()) {
				builder.requestInterceptor(interceptor);
			}
		};
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LastLookPostProcessor dynamoDbLastLookPostProcessor(ObjectProvider<DynamoDbHttpProperties> properties,
			ConfigurableListableBeanFactory beans) {
		return new LastLookPostProcessor(() -> properties.getObject().any(DynamoDbHttpProperties.Resource::dedupe),
				beans);
	}

	/** Apart, so that it is seen whether the interceptor is ours. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(DynamoDbHttpInterceptor.class)
	static class InterceptorConfiguration {

		@Bean
		DynamoDbHttpInterceptor dynamoDbHttpInterceptor(DynamoDbHttpProperties properties,
				ObjectProvider<HttpResourceResolver> resolver, HttpUse use) {
			Supplier<HttpResourceResolver> first = SingletonSupplier
				.of(() -> resolver.getIfAvailable(() -> (request) -> null));
			return new DynamoDbHttpInterceptor(properties.resources((request) -> first.get().resolve(request)),
					use::stores);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpClientBuilder.class)
	static class HttpComponentsConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> dynamoDbRetriesInTheOpen(
				DynamoDbHttpInterceptor interceptor, HttpUse use) {
			RetriesInTheOpen retries = new RetriesInTheOpen(interceptor::holds);
			return (builder) -> use.isAny()
					? builder.withHttpClientCustomizer((client) -> client.setRetryStrategy(retries)) : builder;
		}

	}

}
