package io.github.dynamodbtoolkit.autoconfigure;

import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.nextjs.NextJsCache;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.nextjs.RevalidatingCacheStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/**
 * Auto-configuration of the bridge to Next.js, where a table of its cache handler is
 * named: what invalidates tags of the application's caches revalidates them in Next.js.
 */
@AutoConfiguration(after = DynamoDbToolkitAutoConfiguration.class)
@ConditionalOnBean(TableClients.class)
@ConditionalOnProperty("toolkit.dynamodb.nextjs.table-name")
@EnableConfigurationProperties(DynamoDbNextJsProperties.class)
public final class DynamoDbNextJsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	NextJsCache dynamoDbNextJsCache(TableClients tables, DynamoDbNextJsProperties properties) {
		return NextJsCache.on(tables.forStore("nextjs", properties.tableName(), properties.region(),
				properties.endpoint(), properties.settings().schema()), properties.settings());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BeanPostProcessor dynamoDbNextJsRevalidation(ObjectProvider<NextJsCache> nextJs) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return bean instanceof CacheStore store ? new RevalidatingCacheStore(store, nextJs::getObject) : bean;
			}

		};
	}

}
