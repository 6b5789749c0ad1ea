package io.github.dynamodbtoolkit.autoconfigure;

import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitGate;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitProblems;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimitedPostProcessor;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of rate limits and cooldowns that all instances share, and of
 * methods that have a limit.
 */
@AutoConfiguration(after = DynamoDbToolkitAutoConfiguration.class)
@ConditionalOnBean(TableClients.class)
@ConditionalOnBooleanProperty(name = "toolkit.dynamodb.rate-limit.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DynamoDbRateLimitProperties.class)
public final class DynamoDbRateLimitAutoConfiguration {

	static final String LIMITER = "dynamoDbRateLimiter";

	/** Lazy, so that no table is asked for where nothing is limited. */
	@Bean(LIMITER)
	@Lazy
	@ConditionalOnMissingBean
	RateLimiter dynamoDbRateLimiter(TableClients tables, DynamoDbRateLimitProperties properties) {
		TableClient table = table(tables, properties);
		return RateLimiter.on(table, properties.settings(), tables.directory("ratelimit"));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	Cooldowns dynamoDbCooldowns(TableClients tables, DynamoDbRateLimitProperties properties) {
		return Cooldowns.on(table(tables, properties), properties.maxCooldown());
	}

	private static TableClient table(TableClients tables, DynamoDbRateLimitProperties properties) {
		return tables.forStore("ratelimit", properties.tableName(), properties.region(), properties.endpoint(),
				TableSchema.TOOLKIT);
	}

	@Bean
	@ConditionalOnMissingBean
	RateLimitGate dynamoDbRateLimitGate(ObjectProvider<RateLimiter> limiter, DynamoDbRateLimitProperties properties) {
		return new RateLimitGate(SingletonSupplier.of(limiter::getObject), properties::maxWait);
	}

	/**
	 * Where limits are configured, the limiter is made at start: a first call takes about
	 * a second, which no decision has.
	 */
	@Bean
	SmartInitializingSingleton dynamoDbRateLimiterStart(ObjectProvider<RateLimiter> limiter,
			DynamoDbRateLimitProperties properties) {
		return () -> {
			if (properties.hasLimits()) {
				limiter.getIfAvailable();
			}
		};
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RateLimitedPostProcessor dynamoDbRateLimitedPostProcessor(ObjectProvider<RateLimitGate> gate,
			BeanFactory beanFactory, Environment environment) {
		return new RateLimitedPostProcessor(SingletonSupplier.of(gate::getObject), beanFactory, environment);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class RateLimitWebConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RateLimitProblems dynamoDbRateLimitProblems() {
			return new RateLimitProblems();
		}

	}

}
