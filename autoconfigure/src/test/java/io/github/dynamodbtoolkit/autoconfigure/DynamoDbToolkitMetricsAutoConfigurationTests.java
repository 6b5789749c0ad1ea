package io.github.dynamodbtoolkit.autoconfigure;

import java.lang.reflect.Method;
import java.time.Duration;

import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.AutoConfigureAfter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoDbToolkitMetricsAutoConfiguration}.
 */
class DynamoDbToolkitMetricsAutoConfigurationTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbToolkitMetricsAutoConfiguration.class))
		.withConfiguration(AutoConfigurations.of(StoreConfiguration.class))
		.withUserConfiguration(Client.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName(),
				"toolkit.dynamodb.time-budgets.start.timeout=20s",
				"toolkit.dynamodb.time-budgets.start.attempt-timeout=20s");

	private final ApplicationContextRunner runner = this.withoutRegistry
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@Test
	void countsTheCallsMadeWhileTheApplicationStarts() {
		this.runner.run((context) -> {
			assertThat(calls(context, "DescribeTable")).isEqualTo(1);
			assertThat(calls(context, "GetItem")).isEqualTo(1);
		});
	}

	@Test
	void countsTheCallsMadeLater() {
		this.runner.run((context) -> {
			context.getBean(TableClient.class).warmUp();
			assertThat(calls(context, "GetItem")).isEqualTo(2);
		});
	}

	@Test
	void countsInALazilyInitializedApplication() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				context.getBean(TableClient.class);
				assertThat(calls(context, "GetItem")).isEqualTo(1);
			});
	}

	@Test
	void letsARegistryDependOnAStore() {
		this.runner.withUserConfiguration(CustomizerThatNeedsAStore.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MeterRegistry.class)
				.get("dynamodb.toolkit.requests")
				.tag("operation", "GetItem")
				.tag("customized", "yes")
				.timer()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void isOffWithoutARegistry() {
		this.withoutRegistry.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ToolkitMetrics.class));
	}

	@Test
	void isOffWithoutMicrometer() {
		this.withoutRegistry.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ToolkitMetrics.class));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("toolkit.dynamodb.metrics.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(TableClients.class)
				.doesNotHaveBean(ToolkitMetrics.class));
		this.runner.withPropertyValues("toolkit.dynamodb.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ToolkitMetrics.class));
	}

	@Test
	void backsOffToTheMetricsOfTheApplication() {
		RecordingMetrics own = new RecordingMetrics();
		this.runner.withBean(RecordingMetrics.class, () -> own).run((context) -> {
			assertThat(context).hasSingleBean(ToolkitMetrics.class);
			assertThat(own.operations()).startsWith("DescribeTable");
		});
	}

	@Test
	void passesEverythingOnThatStoresReport() throws NoSuchMethodException {
		for (Method method : ToolkitMetrics.class.getMethods()) {
			assertThat(DeferredToolkitMetrics.class.getMethod(method.getName(), method.getParameterTypes())
				.getDeclaringClass()).isEqualTo(DeferredToolkitMetrics.class);
		}
	}

	@Test
	void keepsABoundedNumberOfReportsUntilAllBeansAreThere() {
		RecordingMetrics receiver = new RecordingMetrics();
		DeferredToolkitMetrics deferred = new DeferredToolkitMetrics(() -> receiver);
		deferred.tableCallRetried("cache", "table", true);
		deferred.cacheEvent("products", CacheEvent.CLEAR);
		for (int i = 0; i < 2000; i++) {
			deferred
				.tableCalled(new TableCall("cache", "GetItem", "table", Outcome.SUCCESS, Duration.ZERO, Usage.NONE));
		}
		assertThat(receiver.calls()).isEmpty();
		deferred.afterSingletonsInstantiated();
		assertThat(receiver.retries()).hasSize(1);
		assertThat(receiver.events()).hasSize(1);
		assertThat(receiver.calls()).hasSize(998);
		deferred.cacheEvent("products", CacheEvent.CLEAR);
		assertThat(receiver.events()).hasSize(2);
	}

	private static long calls(AssertableApplicationContext context, String operation) {
		return context.getBean(MeterRegistry.class)
			.get("dynamodb.toolkit.requests")
			.tag("operation", operation)
			.timers()
			.stream()
			.mapToLong((timer) -> timer.count())
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	static class Client {

		@Bean(destroyMethod = "")
		DynamoDbClient client() {
			return DynamoDbLocal.client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(TableClients.class)
	@AutoConfigureAfter(DynamoDbToolkitAutoConfiguration.class)
	static class StoreConfiguration {

		@Bean
		TableClient store(TableClients tables) {
			return tables.forStore("test", null, null, null, TableSchema.TOOLKIT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerThatNeedsAStore {

		@Bean
		MeterRegistryCustomizer<SimpleMeterRegistry> customizer(TableClient store) {
			return (registry) -> registry.config().commonTags("customized", "yes");
		}

	}

}
