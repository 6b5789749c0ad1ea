package io.github.dynamodbtoolkit.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.cache.CacheKeyEncoder;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.TimeToLive;
import io.github.dynamodbtoolkit.dedupe.DedupeSettings;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryEntry;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.spring.Patience;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.cache.CacheTags;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import io.github.dynamodbtoolkit.spring.cache.EvictTags;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.github.dynamodbtoolkit.value.ValueCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class DynamoDbCacheAutoConfigurationTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static final MutableTimeSource time = new MutableTimeSource();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbCacheAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(ClientConfiguration.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName(), "toolkit.dynamodb.warm-up=false")
		.withPropertyValues(Patience.properties());

	private final ApplicationContextRunner caching = this.runner.withUserConfiguration(CachingConfiguration.class);

	@Test
	void comesBeforeBootsOwnCacheManagers() {
		this.caching.run((context) -> assertThat(context).hasSingleBean(CacheManager.class)
			.hasSingleBean(DynamoDbCacheManager.class)
			.hasSingleBean(CacheStore.class)
			.hasSingleBean(ValueCodec.class));
	}

	@Test
	void makesNoDedupeStoreBeforeAValueIsLoaded() {
		this.caching.withPropertyValues("toolkit.dynamodb.dedupe.lease=45s")
			.withConfiguration(AutoConfigurations.of(DynamoDbDedupeAutoConfiguration.class))
			.run((context) -> {
				Cache cache = context.getBean(CacheManager.class).getCache("lazy");
				cache.put("key", "value");
				assertThat(cache.get("key", () -> "other")).isEqualTo("value");
				assertThat(context.getBeanFactory().containsSingleton("dynamoDbDedupeStore")).isFalse();
				assertThat(cache.get("another", () -> "loaded")).isEqualTo("loaded");
				assertThat(context.getBeanFactory().containsSingleton("dynamoDbDedupeStore")).isTrue();
			});
	}

	@Test
	void doesNotChooseBetweenTwoDedupeStores() {
		this.caching.withBean("one", DedupeStore.class, DynamoDbCacheAutoConfigurationTests::leases)
			.withBean("two", DedupeStore.class, DynamoDbCacheAutoConfigurationTests::leases)
			.run((context) -> assertThatExceptionOfType(Cache.ValueRetrievalException.class)
				.isThrownBy(() -> context.getBean(CacheManager.class).getCache("two").get("key", () -> "loaded"))
				.withCauseInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	private static DedupeStore leases() {
		return DedupeStore.on(dynamoDb.table(), JsonValueCodec.allowing(List.of()),
				DedupeSettings.defaults().withLease(Duration.ofMinutes(1)));
	}

	@Test
	void keepsADirectoryUnlessSwitchedOff() {
		ApplicationContextRunner ownTable = this.caching
			.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.newTable());
		ownTable.run((context) -> {
			context.getBean(CacheManager.class).getCache("products");
			Directory directory = context.getBean(TableClients.class).directory("cache");
			await().untilAsserted(() -> assertThat(directory.list(DirectoryKind.CACHE, null, 10).entries())
				.extracting(DirectoryEntry::name)
				.containsExactly("products"));
		});
		ownTable.withPropertyValues("toolkit.dynamodb.directory=false").run((context) -> {
			context.getBean(CacheManager.class).getCache("products");
			assertThat(context.getBean(TableClients.class).directory("cache")).isSameAs(Directory.NONE);
		});
	}

	@Test
	void doesNothingWhereCachingIsNotEnabled() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(CacheManager.class));
	}

	@Test
	void backsOffToACacheManagerOfTheApplication() {
		this.caching.withBean(CacheManager.class, ConcurrentMapCacheManager::new)
			.run((context) -> assertThat(context.getBean(CacheManager.class))
				.isInstanceOf(ConcurrentMapCacheManager.class));
	}

	@Test
	void canBeSwitchedOff() {
		this.caching.withPropertyValues("toolkit.dynamodb.cache.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoDbCacheManager.class)
				.hasSingleBean(CacheManager.class));
		this.caching.withPropertyValues("toolkit.dynamodb.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoDbCacheManager.class)
				.hasSingleBean(CacheManager.class));
	}

	@Test
	void isOffWithoutBootsCacheModule() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class, DynamoDbCacheAutoConfiguration.class))
			.withUserConfiguration(ClientConfiguration.class, CachingConfiguration.class)
			.withBean(CacheManager.class, NoOpCacheManager::new)
			.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName())
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.cache"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheStore.class));
	}

	@Test
	void honoursSpringCacheType() {
		this.caching.withPropertyValues("spring.cache.type=none")
			.run((context) -> assertThat(context.getBean(CacheManager.class)).isInstanceOf(NoOpCacheManager.class));
		this.caching.withPropertyValues("spring.cache.type=simple")
			.run((context) -> assertThat(context.getBean(CacheManager.class))
				.isInstanceOf(ConcurrentMapCacheManager.class));
		this.caching.withPropertyValues("spring.cache.type=dynamodb")
			.run((context) -> assertThat(context).hasSingleBean(DynamoDbCacheManager.class));
	}

	@Test
	void withoutACacheNoTagIsEvictedEither() {
		this.caching.withUserConfiguration(ConfigurerConfiguration.class)
			.withPropertyValues("spring.cache.type=none", "toolkit.dynamodb.table-name=there-is-no-such-table")
			.run((context) -> context.getBean(Greeter.class).forget());
	}

	@Test
	void honoursSpringCacheCacheNames() {
		this.caching.withPropertyValues("spring.cache.cache-names=one,two").run((context) -> {
			CacheManager manager = context.getBean(CacheManager.class);
			assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("one", "two");
			assertThat(manager.getCache("three")).isNull();
		});
	}

	@Test
	void makesUnknownCachesUnlessToldNotTo() {
		this.caching.run((context) -> assertThat(context.getBean(CacheManager.class).getCache("new").getName())
			.isEqualTo("new"));
		this.caching
			.withPropertyValues("toolkit.dynamodb.cache.create-unknown=false",
					"toolkit.dynamodb.cache.caches.known.time-to-live=1m")
			.run((context) -> {
				assertThat(context.getBean(CacheManager.class).getCache("new")).isNull();
				assertThat(context.getBean(CacheManager.class).getCache("known")).isNotNull();
			});
	}

	@Test
	void appliesCustomizers() {
		this.caching
			.withBean("customizer", CacheManagerCustomizer.class,
					() -> (CacheManagerCustomizer<DynamoDbCacheManager>) (manager) -> manager
						.register(List.of("by-customizer")))
			.run((context) -> assertThat(context.getBean(CacheManager.class).getCacheNames())
				.containsExactly("by-customizer"));
	}

	@Test
	void settingsOfACacheStandOverThoseForAll() {
		this.caching
			.withPropertyValues("toolkit.dynamodb.cache.time-to-live=10s",
					"toolkit.dynamodb.cache.caches.long.time-to-live=100",
					"toolkit.dynamodb.cache.caches.no-nulls.cache-null-values=false")
			.run((context) -> {
				CacheManager manager = context.getBean(CacheManager.class);
				manager.getCache("short").put("a", "value");
				manager.getCache("long").put("a", "value");
				manager.getCache("no-nulls").put("a", null);
				assertThat(manager.getCache("no-nulls").get("a")).isNull();
				time.advance(Duration.ofSeconds(11));
				assertThat(manager.getCache("short").get("a")).isNull();
				assertThat(manager.getCache("long").get("a")).as("without a unit it is in seconds").isNotNull();
			});
	}

	@Test
	void aTimeToLiveBeanDecidesWhereACacheHasNone() {
		this.caching.withBean(TimeToLive.class, () -> (cache, key, value) -> Duration.ofSeconds(5))
			.withPropertyValues("toolkit.dynamodb.cache.time-to-live=10m",
					"toolkit.dynamodb.cache.caches.own.time-to-live=20m")
			.run((context) -> {
				CacheManager manager = context.getBean(CacheManager.class);
				manager.getCache("by-bean").put("a", "value");
				manager.getCache("own").put("a", "value");
				time.advance(Duration.ofSeconds(6));
				assertThat(manager.getCache("by-bean").get("a")).isNull();
				assertThat(manager.getCache("own").get("a")).isNotNull();
			});
	}

	@Test
	void takesEncodersForKeysOfTheApplication() {
		Object key = new Object();
		this.caching.withBean(CacheKeyEncoder.class, () -> (candidate) -> candidate == key ? "the-key" : null)
			.run((context) -> {
				CacheManager manager = context.getBean(CacheManager.class);
				manager.getCache("keys").put(key, "value");
				assertThat(manager.getCache("keys").get(key).get()).isEqualTo("value");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					time-to-live=0 | toolkit.dynamodb.cache.time-to-live is 0. Use a positive duration, or leave it out for no expiry.
					time-to-live=-5s | toolkit.dynamodb.cache.time-to-live must be positive, got -5s.
					time-to-live=9999999d | the maximum is 3650d
					caches.users.time-to-live=0 | toolkit.dynamodb.cache.caches.users.time-to-live is 0.
					caches.users.max-value-size=64MB | toolkit.dynamodb.cache.caches.users.max-value-size must be between
					time-to-live-jitter=0.9 | toolkit.dynamodb.cache.time-to-live-jitter must be between 0 and 0.5
					max-load-time=0 | toolkit.dynamodb.cache.max-load-time must be between 1s and 1d
					tag-staleness=2h | toolkit.dynamodb.cache.tag-staleness must be between 0s and 1h
					clock-tolerance=-1s | toolkit.dynamodb.cache.clock-tolerance must be between 0s and 1m
					max-value-size=1GB | toolkit.dynamodb.cache.max-value-size must be between
					compression-threshold=-1B | toolkit.dynamodb.cache.compression-threshold must
					allowed-packages=com.acme.* | toolkit.dynamodb.cache.allowed-packages: 'com.acme.*' is not a package
					""")
	void refusesValuesOutOfRangeByName(String property, String message) {
		this.caching.withPropertyValues("toolkit.dynamodb.cache." + property)
			.run((context) -> assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining(message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "time-to-live=0", "caches.users.max-value-size=64MB", "max-load-time=0" })
	void refusesThemWhereNothingIsCached(String property) {
		this.runner.withPropertyValues("toolkit.dynamodb.cache." + property)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("toolkit.dynamodb.cache." + property.replaceAll("=.*", "")));
	}

	@Test
	void aCachingConfigurerOfTheApplicationKeepsWorking() {
		this.caching.withUserConfiguration(ConfigurerConfiguration.class).run((context) -> {
			Greeter greeter = context.getBean(Greeter.class);
			assertThat(greeter.greeting("ann")).isEqualTo("Hello ann");
			assertThat(context.getBean(CacheManager.class).getCache("greetings").get("key of ann").get())
				.isEqualTo("Hello ann");
			context.getBean(CacheStore.class).invalidateTags(List.of("greetings"));
			assertThat(context.getBean(CacheManager.class).getCache("greetings").get("key of ann")).isNull();
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void noCacheIsBoundToItsMetersTwice(CapturedOutput output) {
		this.caching.withConfiguration(AutoConfigurations.of(CacheMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("toolkit.dynamodb.cache.caches.metered.time-to-live=1m")
			.run((context) -> assertThat(output).doesNotContain("already registered"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyCacheHasMetersAlsoThoseMadeLater(boolean configured) {
		this.caching.withConfiguration(AutoConfigurations.of(CacheMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(configured ? "toolkit.dynamodb.cache.caches.metered.time-to-live=1m" : "none=none")
			.run((context) -> {
				CacheManager manager = context.getBean(CacheManager.class);
				manager.getCache("metered").put("a", "value");
				manager.getCache("metered").get("a");
				manager.getCache("metered").get("metered-" + configured);
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("cache.gets")
					.tags("name", "metered", "cache.manager", "cacheManager", "result", "hit")
					.functionCounter()
					.count()).isEqualTo(1);
				assertThat(meters.get("cache.gets").tags("name", "metered", "result", "miss").functionCounter().count())
					.isEqualTo(1);
				assertThat(meters.get("cache.puts").tags("name", "metered").functionCounter().count()).isEqualTo(1);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		/** Shared by all tests, so not to be closed. */
		@Bean(destroyMethod = "")
		DynamoDbClient dynamoDbClient() {
			return DynamoDbLocal.client();
		}

		@Bean
		TimeSource timeSource() {
			return time;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class CachingConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class ConfigurerConfiguration {

		@Bean
		CachingConfigurer cachingConfigurer() {
			return new CachingConfigurer() {

				@Override
				public KeyGenerator keyGenerator() {
					return (target, method, params) -> "key of " + params[0];
				}

			};
		}

		@Bean
		Greeter greeter() {
			return new PoliteGreeter();
		}

	}

	interface Greeter {

		String greeting(String name);

		void forget();

	}

	static class PoliteGreeter implements Greeter {

		@Override
		@Cacheable("greetings")
		@CacheTags("'greetings'")
		public String greeting(String name) {
			return "Hello " + name;
		}

		@Override
		@EvictTags("'greetings'")
		public void forget() {
		}

	}

}
