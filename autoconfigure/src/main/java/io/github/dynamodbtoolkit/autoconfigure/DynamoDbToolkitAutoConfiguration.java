package io.github.dynamodbtoolkit.autoconfigure;

import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbClientCustomizer;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.TableDefaults;
import io.github.dynamodbtoolkit.table.Clients;
import io.github.dynamodbtoolkit.table.TableSettings;
import io.github.dynamodbtoolkit.table.TimeSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of what all stores share: their tables, through the application's
 * {@link DynamoDbClient}, which may be Spring Cloud AWS' or its own. Of several clients
 * the primary one is used. Those of Spring Cloud AWS are prepared for our calls, and for
 * others stay as they are configured.
 */
@AutoConfiguration(afterName = { "io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration",
		"io.github.dynamodbtoolkit.local.autoconfigure.DynamoDbLocalAutoConfiguration" })
@ConditionalOnClass(DynamoDbClient.class)
@ConditionalOnBean(DynamoDbClient.class)
@ConditionalOnBooleanProperty(name = "toolkit.dynamodb.enabled", matchIfMissing = true)
@EnableConfigurationProperties(DynamoDbToolkitProperties.class)
public final class DynamoDbToolkitAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TableClients dynamoDbTableClients(DynamoDbClient dynamoDbClient, DynamoDbToolkitProperties properties,
			ObjectProvider<ToolkitMetrics> metrics, ObjectProvider<TimeSource> time) {
		TableSettings settings = new TableSettings(properties.tableName(), properties.keyPrefix(),
				properties.callBudgets(), time.getIfAvailable(TimeSource::system),
				metrics.getIfAvailable(() -> ToolkitMetrics.NONE));
		return new TableClients(dynamoDbClient, new TableDefaults(settings, properties.region(), properties.endpoint(),
				properties.initializeSchema(), properties.warmUp(), properties.directory()));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DynamoDbClientCustomizer.class)
	static class ClientConfiguration {

		@Bean
		DynamoDbClientCustomizer dynamoDbRetriesCustomizer() {
			return Clients::prepare;
		}

	}

}
