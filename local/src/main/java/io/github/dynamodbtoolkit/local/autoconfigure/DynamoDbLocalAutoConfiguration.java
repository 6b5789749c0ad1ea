package io.github.dynamodbtoolkit.local.autoconfigure;

import io.awspring.cloud.autoconfigure.AwsSyncClientCustomizer;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbClientCustomizer;
import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of DynamoDB Local in this process: starts it and makes the
 * {@link DynamoDbClient} one of it. Clients of other AWS services are left alone, and
 * neither a region nor credentials are needed.
 * <p>
 * Backs off when the application says where its DynamoDB is: by a {@link DynamoDbClient}
 * of its own, a service connection, or an endpoint among its properties. A
 * {@link DynamoDbLocalServer} bean of the application is used in place of a new one.
 */
@AutoConfiguration(beforeName = { "io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration",
		"io.github.dynamodbtoolkit.autoconfigure.DynamoDbToolkitAutoConfiguration" })
@ConditionalOnClass(DynamoDbClient.class)
@ConditionalOnBooleanProperty(name = "toolkit.dynamodb.local.enabled", matchIfMissing = true)
@Conditional(OnNoOtherDynamoDbCondition.class)
@EnableConfigurationProperties(DynamoDbLocalProperties.class)
public final class DynamoDbLocalAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(DynamoDbLocalAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	DynamoDbLocalServer dynamoDbLocalServer(DynamoDbLocalProperties properties) {
		DynamoDbLocalServer server = DynamoDbLocalServer.startOrJoin(properties.port(), properties.file());
		logger.warn(
				"DynamoDB Local {} at {}: for development and tests, never for production. "
						+ "To switch it off set toolkit.dynamodb.local.enabled=false or remove dynamodb-toolkit-local.",
				server.joined() ? "of another process is used" : "runs in this process", server.endpoint());
		return server;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DynamoDbClientCustomizer.class)
	static class SpringCloudAwsConfiguration {

		// The customizers come first: none of them may send test data to AWS.
		@Bean
		@ConditionalOnMissingBean
		DynamoDbClient dynamoDbClient(DynamoDbLocalServer server,
				ObjectProvider<DynamoDbClientCustomizer> clientCustomizers,
				ObjectProvider<AwsSyncClientCustomizer> syncClientCustomizers) {
			DynamoDbClientBuilder builder = DynamoDbClient.builder();
			syncClientCustomizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			clientCustomizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			return server.configure(builder).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.awspring.cloud.autoconfigure.dynamodb.DynamoDbClientCustomizer")
	static class SdkConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DynamoDbClient dynamoDbClient(DynamoDbLocalServer server) {
			return server.clientBuilder().build();
		}

	}

}
