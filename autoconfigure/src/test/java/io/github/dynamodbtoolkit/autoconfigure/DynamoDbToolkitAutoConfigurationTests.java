package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;

import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration;
import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.local.autoconfigure.DynamoDbLocalAutoConfiguration;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.TableDefaults;
import io.github.dynamodbtoolkit.spring.TableInUse;
import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Clients;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableSchemaException;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mockito.Mockito;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoDbToolkitAutoConfiguration}.
 */
class DynamoDbToolkitAutoConfigurationTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ApplicationContextRunner withoutClient = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutClient.withUserConfiguration(OwnClient.class);

	private final ApplicationContextRunner springCloudAws = this.withoutClient
		.withConfiguration(AutoConfigurations.of(AwsAutoConfiguration.class, CredentialsProviderAutoConfiguration.class,
				RegionProviderAutoConfiguration.class, DynamoDbAutoConfiguration.class))
		.withPropertyValues("spring.cloud.aws.region.static=eu-west-1", "spring.cloud.aws.credentials.access-key=key",
				"spring.cloud.aws.credentials.secret-key=secret");

	@Test
	void handsOutTablesThroughTheClientOfTheApplication() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(TableClients.class));
	}

	@Test
	void needsNoSpringCloudAws() {
		this.runner.withClassLoader(new FilteredClassLoader("io.awspring"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TableClients.class));
	}

	@Test
	void usesTheClientOfSpringCloudAws() {
		this.springCloudAws.withPropertyValues("spring.cloud.aws.dynamodb.endpoint=" + DynamoDbLocal.endpoint())
			.run((context) -> {
				assertThat(context).hasSingleBean(DynamoDbClient.class).hasSingleBean(TableClients.class);
				assertThat(usable(context.getBean(TableClients.class))).isTrue();
			});
	}

	@Test
	void preparesTheClientOfSpringCloudAwsUnlessSwitchedOff() {
		this.springCloudAws
			.run((context) -> assertThat(Clients.isPrepared(context.getBean(DynamoDbClient.class))).isTrue());
		this.springCloudAws.withPropertyValues("toolkit.dynamodb.enabled=false")
			.run((context) -> assertThat(Clients.isPrepared(context.getBean(DynamoDbClient.class))).isFalse());
	}

	@Test
	void usesTheClientOfDynamoDbLocalOnTheClassPath() {
		this.springCloudAws.withConfiguration(AutoConfigurations.of(DynamoDbLocalAutoConfiguration.class))
			.withPropertyValues("toolkit.dynamodb.initialize-schema=create")
			.run((context) -> {
				assertThat(context).hasSingleBean(DynamoDbLocalServer.class);
				TableClient table = forStore(context.getBean(TableClients.class));
				assertThat(table.admin().inspect(TableSchema.TOOLKIT, CallKind.BULK).differences()).isEmpty();
			});
	}

	@Test
	void isAbsentWithoutAClient() {
		this.withoutClient.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TableClients.class));
	}

	@Test
	void isAbsentWithoutTheSdk() {
		this.withoutClient.withClassLoader(new FilteredClassLoader(DynamoDbClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TableClients.class));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("toolkit.dynamodb.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TableClients.class));
	}

	@Test
	void backsOffToTheTablesOfTheApplication() {
		this.runner.withUserConfiguration(OwnTables.class)
			.run((context) -> assertThat(context).getBean(TableClients.class).isSameAs(context.getBean("ownTables")));
	}

	@Test
	void usesThePrimaryOfSeveralClients() {
		this.runner.withUserConfiguration(PrimaryClient.class)
			.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName())
			.run((context) -> assertThat(usable(context.getBean(TableClients.class))).isTrue());
	}

	@Test
	void saysWhichClientsThereAreIfNoneIsPrimary() {
		this.runner.withBean("second", DynamoDbClient.class, () -> DynamoDbLocal.clientBuilder().build())
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(NoUniqueBeanDefinitionException.class)
				.rootCause()
				.hasMessageContaining("found 2: second,ownClient"));
	}

	@Test
	void hasTheDocumentedDefaults() {
		this.runner.run((context) -> {
			DynamoDbToolkitProperties properties = context.getBean(DynamoDbToolkitProperties.class);
			assertThat(properties.tableName()).isEqualTo("dynamodb-toolkit");
			assertThat(properties.keyPrefix()).isEmpty();
			assertThat(properties.warmUp()).isTrue();
			TableSettings settings = forStore(context.getBean(TableClients.class)).settings();
			for (CallKind kind : CallKind.values()) {
				assertThat(settings.budgets().of(kind)).isEqualTo(kind.defaultBudget());
			}
			assertThat(settings.time()).isSameAs(TimeSource.system());
			assertThat(settings.metrics()).isSameAs(ToolkitMetrics.NONE);
		});
	}

	@Test
	void passesThePropertiesOn() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.table-name=orders", "toolkit.dynamodb.key-prefix=shop",
					"toolkit.dynamodb.region=eu-west-3",
					"toolkit.dynamodb.endpoint=http://127.0.0.1:" + DynamoDbLocal.endpoint().getPort(),
					"toolkit.dynamodb.time-budgets.cache-read.attempts=4",
					"toolkit.dynamodb.time-budgets.cache-read.timeout=2s")
			.run((context) -> {
				TableClients tables = context.getBean(TableClients.class);
				TableSettings settings = forStore(tables).settings();
				assertThat(settings.tableName()).isEqualTo("orders");
				assertThat(settings.keyPrefix()).isEqualTo("shop");
				assertThat(settings.budgets().of(CallKind.CACHE_READ))
					.isEqualTo(new CallBudget(4, ofMillis(200), ofMillis(2000)));
				assertThat(tables.tables()).extracting(TableInUse::name)
					.containsExactly("orders in eu-west-3 at 127.0.0.1:" + DynamoDbLocal.endpoint().getPort());
			});
	}

	@Test
	void usesTimeAndMetricsOfTheApplication() {
		TimeSource time = new MutableTimeSource();
		ToolkitMetrics metrics = new RecordingMetrics();
		this.runner.withBean(TimeSource.class, () -> time)
			.withBean(ToolkitMetrics.class, () -> metrics)
			.run((context) -> {
				TableSettings settings = forStore(context.getBean(TableClients.class)).settings();
				assertThat(settings.time()).isSameAs(time);
				assertThat(settings.metrics()).isSameAs(metrics);
			});
	}

	@Test
	void failsTheStartForAMissingTableIfToldTo() {
		this.runner.withUserConfiguration(Store.class)
			.withPropertyValues("toolkit.dynamodb.initialize-schema=validate",
					"toolkit.dynamodb.table-name=" + dynamoDb.newTableName())
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(TableSchemaException.class));
	}

	@Test
	void asksForNoTableBeforeItsStoreIsMade() {
		FaultyHttpClient http = new FaultyHttpClient();
		this.withoutClient.withBean(DynamoDbClient.class, () -> DynamoDbLocal.client(http))
			.withUserConfiguration(Store.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues("toolkit.dynamodb.initialize-schema=create",
					"toolkit.dynamodb.table-name=" + dynamoDb.newTableName())
			.run((context) -> {
				assertThat(http.attempts()).isZero();
				TableClient table = context.getBean(TableClient.class);
				assertThat(table.admin().inspect(TableSchema.TOOLKIT, CallKind.BULK).differences()).isEmpty();
			});
	}

	@Test
	void asksForNoTableWhenTheApplicationIsBuiltAheadOfTime() {
		try (GenericApplicationContext context = new AnnotationConfigApplicationContext()) {
			AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(context);
			reader.register(UnusableClient.class, DynamoDbToolkitAutoConfiguration.class, Store.class);
			ClassNameGenerator names = new ClassNameGenerator(ClassName.get("com.example", "Application"));
			new ApplicationContextAotGenerator().processAheadOfTime(context,
					new DefaultGenerationContext(names, new InMemoryGeneratedFiles()));
			assertThat(context.getBeanFactory().containsSingleton("store")).isFalse();
			assertThat(context.getBeanFactory().containsBeanDefinition("dynamoDbTableClients")).isTrue();
		}
	}

	@Test
	void toleratesAClientThatIsAMock() {
		this.withoutClient.withBean(DynamoDbClient.class, () -> Mockito.mock(DynamoDbClient.class))
			.withUserConfiguration(Store.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TableClient.class));
	}

	private static boolean usable(TableClients tables) {
		return tables.forStore("test", dynamoDb.tableName(), null, null, TableSchema.TOOLKIT)
			.admin()
			.inspect(TableSchema.TOOLKIT, CallKind.BULK)
			.usable();
	}

	private static TableClient forStore(TableClients tables) {
		return tables.forStore("test", null, null, null, TableSchema.TOOLKIT);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean(destroyMethod = "")
		DynamoDbClient ownClient() {
			return DynamoDbLocal.client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnusableClient {

		@Bean
		DynamoDbClient unusableClient() {
			throw new IllegalStateException("no client at build time");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryClient {

		@Bean
		@Primary
		DynamoDbClient primaryClient() {
			return DynamoDbLocal.clientBuilder().build();
		}

		@Bean
		DynamoDbClient nowhere() {
			return DynamoDbLocal.clientBuilder().endpointOverride(URI.create("http://127.0.0.1:1")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTables {

		@Bean
		TableClients ownTables(DynamoDbClient client) {
			return new TableClients(client, TableDefaults.of(TableSettings.of("own-table")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Store {

		@Bean
		TableClient store(TableClients tables) {
			return forStore(tables);
		}

	}

}
