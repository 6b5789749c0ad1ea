package io.github.dynamodbtoolkit.autoconfigure;

import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.health.DynamoDbTableHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of the stores' tables. No group contains it unless
 * asked: DynamoDB being down is no reason to take an instance out of service.
 */
@AutoConfiguration(after = DynamoDbToolkitAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(TableClients.class)
@ConditionalOnEnabledHealthIndicator("dynamodbtoolkit")
public final class DynamoDbToolkitHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "dynamoDbToolkitHealthIndicator", "dynamoDbToolkitHealthContributor" })
	DynamoDbTableHealthIndicator dynamoDbToolkitHealthIndicator(TableClients tables) {
		return new DynamoDbTableHealthIndicator(tables);
	}

}
