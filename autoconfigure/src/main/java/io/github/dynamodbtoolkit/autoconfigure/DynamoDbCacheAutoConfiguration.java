package io.github.dynamodbtoolkit.autoconfigure;

import java.util.List;

import io.github.dynamodbtoolkit.cache.CacheKeyEncoder;
import io.github.dynamodbtoolkit.cache.CacheKeys;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.TimeToLive;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.cache.CacheTagsSupport;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCache;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import io.github.dynamodbtoolkit.spring.metrics.DynamoDbCacheMeterBinderProvider;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.value.ValueCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration of Spring's cache abstraction on DynamoDB. Where caching is enabled
 * it comes before Boot's own, unless {@code spring.cache.type} names another provider or
 * the application has a {@code CacheManager}.
 */
@AutoConfiguration(after = DynamoDbToolkitAutoConfiguration.class, before = CacheAutoConfiguration.class)
@ConditionalOnClass(CacheAutoConfiguration.class)
@ConditionalOnBean(TableClients.class)
@ConditionalOnBooleanProperty(name = "toolkit.dynamodb.cache.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DynamoDbCacheProperties.class)
@Import(ValueCodecConfiguration.class)
public final class DynamoDbCacheAutoConfiguration {

	/** Lazy, so that no table is asked for where nothing is cached. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	CacheStore dynamoDbCacheStore(TableClients tables, ValueCodec codec, DynamoDbCacheProperties properties,
			ObjectProvider<CacheKeyEncoder> encoders) {
		TableClient table = tables.forStore("cache", properties.tableName(), properties.region(), properties.endpoint(),
				TableSchema.TOOLKIT);
		return CacheStore.on(table, codec, CacheKeys.standard().with(encoders.orderedStream().toList()),
				properties.tags(), tables.directory("cache"));
	}

	@Bean
	OwnThreads dynamoDbCacheThreads(ObjectProvider<SimpleAsyncTaskExecutorBuilder> builder) {
		return new OwnThreads("cache", builder);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(CacheAspectSupport.class)
	@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
	@Conditional(OnCacheTypeCondition.class)
	static class CacheManagerConfiguration {

		@Bean
		DynamoDbCacheManager cacheManager(CacheStore store, DynamoDbCacheProperties properties,
				ObjectProvider<TimeToLive> timeToLive, ObjectProvider<CacheManagerCustomizer<?>> customizers,
				ObjectProvider<DedupeStore> leases, @Qualifier("dynamoDbCacheThreads") OwnThreads threads,
				Environment environment) {
			TimeToLive function = timeToLive.getIfAvailable();
			DynamoDbCacheManager manager = new DynamoDbCacheManager(store, properties.defaults(function),
					SingletonSupplier.ofNullable(() -> scoped(leases.getIfAvailable())), threads.executor());
			properties.caches().forEach((name, cache) -> manager.register(name, properties.of(name, cache, function)));
			List<String> names = Binder.get(environment)
				.bind("spring.cache.cache-names", Bindable.listOf(String.class))
				.orElseGet(List::of);
			manager.register(names);
			manager.setCreateUnknown(properties.createUnknown() && names.isEmpty());
			return new CacheManagerCustomizers(customizers.orderedStream().toList()).customize(manager);
		}

		private static @Nullable DedupeStore scoped(@Nullable DedupeStore leases) {
			return leases != null ? leases.in("cache") : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(CacheAspectSupport.class)
	@Conditional(OnCacheTypeCondition.class)
	static class CacheTagsConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static CacheTagsSupport dynamoDbCacheTagsSupport(ObjectProvider<CacheStore> store,
				@Qualifier("dynamoDbCacheThreads") ObjectProvider<OwnThreads> threads, BeanFactory beanFactory) {
			return new CacheTagsSupport(SingletonSupplier.of(store::getObject),
					SingletonSupplier.of(() -> threads.getObject().executor()), beanFactory);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor dynamoDbEvictTagsAdvisor(CacheTagsSupport support,
				ObjectProvider<CacheOperationSource> cacheOperations) {
			return support.evictTagsAdvisor(cacheOperations::getIfUnique);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, CacheMetricsRegistrar.class })
	static class CacheMetersConfiguration {

		private static final String CACHE_MANAGER = "cacheManager";

		@Bean
		DynamoDbCacheMeterBinderProvider dynamoDbCacheMeterBinderProvider() {
			return new DynamoDbCacheMeterBinderProvider();
		}

		/**
		 * Boot binds the caches that there are at start; this binds those that come
		 * later.
		 */
		@Bean
		SmartInitializingSingleton dynamoDbCacheMeters(ListableBeanFactory beanFactory,
				ObjectProvider<CacheMetricsRegistrar> registrar, ObjectProvider<MeterRegistry> registry) {
			return () -> registrar.ifAvailable((meters) -> beanFactory.getBeansOfType(DynamoDbCacheManager.class)
				.forEach((name, manager) -> manager
					.forEachCache((cache) -> bind(cache, managerTag(name), meters, registry.getIfAvailable()))));
		}

		private static void bind(DynamoDbCache cache, Tag manager, CacheMetricsRegistrar meters,
				@Nullable MeterRegistry registry) {
			boolean bound = registry != null && registry.find("cache.gets")
				.tag("cache", cache.getName())
				.tags(List.of(manager))
				.functionCounter() != null;
			if (!bound) {
				meters.bindCacheToRegistry(cache, manager);
			}
		}

		/** As Boot names cache managers in its own binding. */
		private static Tag managerTag(String beanName) {
			boolean named = beanName.length() > CACHE_MANAGER.length()
					&& StringUtils.endsWithIgnoreCase(beanName, CACHE_MANAGER);
			return Tag.of("cache.manager",
					named ? beanName.substring(0, beanName.length() - CACHE_MANAGER.length()) : beanName);
		}

	}

}
