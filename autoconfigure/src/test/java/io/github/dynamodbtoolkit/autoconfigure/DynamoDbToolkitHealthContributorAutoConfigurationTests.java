package io.github.dynamodbtoolkit.autoconfigure;

import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.health.DynamoDbTableHealthIndicator;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoDbToolkitHealthContributorAutoConfiguration}.
 */
class DynamoDbToolkitHealthContributorAutoConfigurationTests {

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
				DynamoDbToolkitHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class))
		.withBean(DynamoDbClient.class, () -> DynamoDbLocal.clientBuilder().build());

	@Test
	void contributesUnderItsName() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(DynamoDbTableHealthIndicator.class);
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("dynamoDbToolkit"))
				.isInstanceOf(DynamoDbTableHealthIndicator.class);
		});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.dynamodbtoolkit.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(TableClients.class)
				.doesNotHaveBean(DynamoDbTableHealthIndicator.class));
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoDbTableHealthIndicator.class));
		this.runner.withPropertyValues("toolkit.dynamodb.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoDbTableHealthIndicator.class));
	}

	@Test
	void backsOffToTheIndicatorOfTheApplication() {
		HealthIndicator own = () -> Health.up().build();
		this.runner.withBean("dynamoDbToolkitHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DynamoDbTableHealthIndicator.class));
	}

	@Test
	void isOffWithoutBootsHealthModule() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DynamoDbToolkitAutoConfiguration.class,
					DynamoDbToolkitHealthContributorAutoConfiguration.class))
			.withBean(DynamoDbClient.class, () -> DynamoDbLocal.clientBuilder().build())
			.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(TableClients.class)
				.doesNotHaveBean("dynamoDbToolkitHealthIndicator"));
	}

}
