package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;
import java.time.Duration;

import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbClientCustomizer;
import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.local.autoconfigure.DynamoDbLocalAutoConfiguration;
import io.github.dynamodbtoolkit.spring.connection.DynamoDbConnectionDetails;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoDbConnectionAutoConfiguration}.
 */
class DynamoDbConnectionAutoConfigurationTests {

	private final DynamoDbConnectionDetails details = DynamoDbLocal::endpoint;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbConnectionAutoConfiguration.class,
				DynamoDbAutoConfiguration.class, DynamoDbLocalAutoConfiguration.class, AwsAutoConfiguration.class,
				CredentialsProviderAutoConfiguration.class, RegionProviderAutoConfiguration.class));

	@Test
	void connectsTheClientAndStartsNoOtherDynamoDb() {
		this.runner.withBean(DynamoDbConnectionDetails.class, () -> this.details).run((context) -> {
			assertThat(context).hasSingleBean(DynamoDbClient.class).doesNotHaveBean(DynamoDbLocalServer.class);
			DynamoDbClient client = context.getBean(DynamoDbClient.class);
			assertThat(client.serviceClientConfiguration().endpointOverride()).contains(DynamoDbLocal.endpoint());
			assertThat(client.listTables().sdkHttpResponse().isSuccessful()).isTrue();
		});
	}

	@Test
	void appliesCustomizersThatCannotLeadAway() {
		DynamoDbClientCustomizer customizer = (builder) -> builder
			.endpointOverride(URI.create("https://dynamodb.us-west-2.amazonaws.com"))
			.overrideConfiguration((override) -> override.apiCallTimeout(Duration.ofSeconds(7)));
		this.runner.withBean(DynamoDbConnectionDetails.class, () -> this.details)
			.withBean(DynamoDbClientCustomizer.class, () -> customizer)
			.run((context) -> {
				DynamoDbServiceClientConfiguration configuration = context.getBean(DynamoDbClient.class)
					.serviceClientConfiguration();
				assertThat(configuration.endpointOverride()).contains(DynamoDbLocal.endpoint());
				assertThat(configuration.overrideConfiguration().apiCallTimeout()).contains(Duration.ofSeconds(7));
			});
	}

	@Test
	void connectsWithoutSpringCloudAws() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("io.awspring"))
			.withConfiguration(AutoConfigurations.of(DynamoDbConnectionAutoConfiguration.class))
			.withBean(DynamoDbConnectionDetails.class, () -> this.details)
			.run((context) -> assertThat(
					context.getBean(DynamoDbClient.class).serviceClientConfiguration().endpointOverride())
				.contains(DynamoDbLocal.endpoint()));
	}

	@Test
	void leavesTheApplicationsOwnClientAlone() {
		this.runner.withBean(DynamoDbConnectionDetails.class, () -> this.details)
			.withUserConfiguration(OwnClient.class)
			.run((context) -> assertThat(context.getBean(DynamoDbClient.class)).isSameAs(DynamoDbLocal.client()));
	}

	@Test
	void doesNothingWithoutAConnection() {
		this.runner
			.withPropertyValues("toolkit.dynamodb.local.enabled=false", "spring.cloud.aws.region.static=eu-central-1")
			.run((context) -> assertThat(
					context.getBean(DynamoDbClient.class).serviceClientConfiguration().endpointOverride())
				.isEmpty());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean(destroyMethod = "")
		DynamoDbClient client() {
			return DynamoDbLocal.client();
		}

	}

}
