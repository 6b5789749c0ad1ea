package io.github.dynamodbtoolkit.autoconfigure;

import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.dedupe.IdempotentPostProcessor;
import io.github.dynamodbtoolkit.spring.dedupe.IdempotentProblems;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.value.ValueCodec;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration of the dedupe store and of idempotent methods.
 */
@AutoConfiguration(after = { DynamoDbToolkitAutoConfiguration.class, DynamoDbCacheAutoConfiguration.class })
@ConditionalOnBean(TableClients.class)
@ConditionalOnBooleanProperty(name = "toolkit.dynamodb.dedupe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DynamoDbDedupeProperties.class)
@Import(ValueCodecConfiguration.class)
public final class DynamoDbDedupeAutoConfiguration {

	/** Lazy, so that no table is asked for where nothing is deduplicated. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DedupeStore dynamoDbDedupeStore(TableClients tables, ValueCodec codec, DynamoDbDedupeProperties properties) {
		return DedupeStore.on(tables.forStore("dedupe", properties.tableName(), properties.region(),
				properties.endpoint(), TableSchema.TOOLKIT), codec, properties.settings());
	}

	@Bean
	OwnThreads dynamoDbDedupeThreads(ObjectProvider<SimpleAsyncTaskExecutorBuilder> builder) {
		return new OwnThreads("dedupe", builder);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static IdempotentPostProcessor dynamoDbIdempotentPostProcessor(ObjectProvider<DedupeStore> store,
			@Qualifier("dynamoDbDedupeThreads") ObjectProvider<OwnThreads> threads, BeanFactory beanFactory,
			Environment environment) {
		return new IdempotentPostProcessor(SingletonSupplier.of(store::getObject),
				SingletonSupplier.of(() -> threads.getObject().executor()), beanFactory, environment);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class IdempotentWebConfiguration {

		@Bean
		@ConditionalOnMissingBean
		IdempotentProblems dynamoDbIdempotentProblems() {
			return new IdempotentProblems();
		}

	}

}
