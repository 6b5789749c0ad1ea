package io.github.dynamodbtoolkit.autoconfigure;

import java.time.Duration;

import io.github.dynamodbtoolkit.spring.WebApplication;
import io.github.dynamodbtoolkit.spring.endpoint.DynamoDbToolkitEndpoint;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who sees the endpoint, and who may change something.
 */
class DynamoDbToolkitEndpointAutoConfigurationTests {

	private static final String PATH = "/actuator/dynamodbtoolkit";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=dynamodbtoolkit";

	private static final String LIMITED = "--toolkit.dynamodb.rate-limit.resources.supplier.limit=20";

	private static final String WINDOW = "--toolkit.dynamodb.rate-limit.resources.supplier.window=1h";

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbToolkitEndpointAutoConfiguration.class))
		.withUserConfiguration(ClientConfiguration.class)
		.withPropertyValues("toolkit.dynamodb.table-name=" + dynamoDb.tableName());

	@Test
	void isNotThereUnlessExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(DynamoDbToolkitEndpoint.class));
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(DynamoDbToolkitEndpoint.class));
	}

	@Test
	void needsNoHealth() {
		this.runner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasSingleBean(DynamoDbToolkitEndpoint.class));
	}

	@Test
	void isNotThereWithoutAccessOrToolkit() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.dynamodbtoolkit.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoDbToolkitEndpoint.class));
		this.runner.withPropertyValues(EXPOSED, "toolkit.dynamodb.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DynamoDbToolkitEndpoint.class));
	}

	@Test
	void isNotOnTheWebByDefault() {
		try (WebApplication application = WebApplication.start(dynamoDb, LIMITED, WINDOW)) {
			assertThat(application.get(PATH).status()).isEqualTo(404);
			assertThat(application.get(PATH + "/limits").status()).isEqualTo(404);
			assertThat(application.get(PATH + "/dashboard").status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@CsvSource({ "management.endpoint.dynamodbtoolkit.access=, 405",
			"management.endpoint.dynamodbtoolkit.access=read-only, 405",
			"management.endpoint.dynamodbtoolkit.access=unrestricted, 204" })
	void onlyReadsUnlessAccessIsUnrestricted(String access, int status) {
		try (WebApplication application = WebApplication.start(dynamoDb, "--" + EXPOSED, LIMITED, WINDOW,
				access.endsWith("=") ? "--unused" : "--" + access)) {
			assertThat(application.get(PATH).status()).isEqualTo(200);
			assertThat(application.get(PATH + "/limits?name=supplier").status()).isEqualTo(200);
			assertThat(application.delete(PATH + "/limits?name=supplier").status()).isEqualTo(status);
			assertThat(application.post(PATH + "/limits", "{\"name\":\"supplier\"}").status()).isEqualTo(status);
		}
	}

	@Test
	void cannotBeWrittenWhereAllEndpointsMayOnlyBeRead() {
		try (WebApplication application = WebApplication.start(dynamoDb, "--" + EXPOSED, LIMITED, WINDOW,
				"--management.endpoint.dynamodbtoolkit.access=unrestricted",
				"--management.endpoints.access.max-permitted=read-only")) {
			assertThat(application.get(PATH + "/limits").status()).isEqualTo(200);
			assertThat(application.delete(PATH + "/limits?name=supplier").status()).isEqualTo(405);
		}
	}

	@Test
	void countsFromTheStartInALazyApplicationToo() {
		MutableTimeSource time = new MutableTimeSource();
		this.runner.withBean(TimeSource.class, () -> time)
			.withPropertyValues(EXPOSED)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				time.advance(Duration.ofMinutes(1));
				assertThat(context.getBean(DynamoDbToolkitEndpoint.class).overview())
					.hasFieldOrPropertyWithValue("upMillis", 60_000L);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean(destroyMethod = "")
		DynamoDbClient client() {
			return DynamoDbLocal.client();
		}

	}

}
