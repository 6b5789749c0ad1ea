package io.github.dynamodbtoolkit.autoconfigure;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.http.DynamoDbHttpInterceptor;
import io.github.dynamodbtoolkit.spring.http.HttpResourceResolver;
import io.github.dynamodbtoolkit.spring.http.HttpStores;
import io.github.dynamodbtoolkit.spring.http.LastLookPostProcessor;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitGate;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
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
	@ConditionalOnMissingBean
	DynamoDbHttpInterceptor dynamoDbHttpInterceptor(DynamoDbHttpProperties properties,
			ObjectProvider<HttpResourceResolver> resolver, ListableBeanFactory beans) {
		Supplier<HttpResourceResolver> first = SingletonSupplier
			.of(() -> resolver.getIfAvailable(() -> (request) -> null));
		return new DynamoDbHttpInterceptor(properties.resources((request) -> first.get().resolve(request)),
				() -> stores(properties, beans));
	}

	/**
	 * Only what is needed, so that no table is asked for where nothing is configured.
	 */
	private static HttpStores stores(DynamoDbHttpProperties properties, ListableBeanFactory beans) {
		RateLimiter limiter = hasLimits(beans) ? beans.getBeanProvider(RateLimiter.class).getIfAvailable() : null;
		boolean dedupe = properties.any(DynamoDbHttpProperties.Resource::dedupe);
		boolean cooldowns = limiter != null || dedupe
				|| properties.any((resource) -> Boolean.TRUE.equals(resource.cooldown()));
		return new HttpStores(dedupe ? beans.getBeanProvider(DedupeStore.class).getIfAvailable() : null, limiter,
				maxWait(beans.getBeanProvider(RateLimitGate.class).getIfAvailable()),
				cooldowns ? beans.getBeanProvider(Cooldowns.class).getIfAvailable() : null,
				beans.getBean(TableClients.class).time(),
				beans.getBeanProvider(ToolkitMetrics.class).getIfAvailable(() -> ToolkitMetrics.NONE));
	}

	/** A limiter of the application's own knows its limits itself. */
	private static boolean hasLimits(ListableBeanFactory beans) {
		return beans.containsBeanDefinition(DynamoDbRateLimitAutoConfiguration.LIMITER)
				? beans.getBean(DynamoDbRateLimitProperties.class).hasLimits()
				: beans.getBeanNamesForType(RateLimiter.class, false, false).length > 0;
	}

	private static Function<String, Duration> maxWait(@Nullable RateLimitGate gate) {
		return gate != null ? gate::maxWait : (resource) -> Duration.ZERO;
	}

	/**
	 * After the other customizers, so that the interceptors that they add come first, and
	 * what those add to a request is known.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	RestClientCustomizer dynamoDbRestClientCustomizer(DynamoDbHttpInterceptor interceptor) {
		return (builder) -> builder.requestInterceptor(interceptor);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LastLookPostProcessor dynamoDbLastLookPostProcessor(ObjectProvider<DynamoDbHttpProperties> properties) {
		return new LastLookPostProcessor(() -> properties.getObject().any(DynamoDbHttpProperties.Resource::dedupe));
	}

	/**
	 * By itself Apache's client repeats a call that was answered 429 or 503, after the
	 * server's delay, and nobody above learns of it: the call would spend no permit, and
	 * the server's wish be known to nobody else. It still repeats what was not answered.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpClientBuilder.class)
	static class HttpComponentsConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> dynamoDbRetriesInTheOpen(
				DynamoDbHttpProperties properties, ListableBeanFactory beans) {
			boolean needed = !properties.resources().isEmpty() || hasLimits(beans);
			return (builder) -> needed
					? builder.withHttpClientCustomizer((client) -> client.setRetryStrategy(new UnansweredOnly()))
					: builder;
		}

	}

	private static final class UnansweredOnly extends DefaultHttpRequestRetryStrategy {

		@Override
		public boolean retryRequest(HttpResponse response, int execCount, HttpContext context) {
			return false;
		}

	}

}
