package io.github.dynamodbtoolkit.autoconfigure;

import io.awspring.cloud.autoconfigure.AwsSyncClientCustomizer;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbClientCustomizer;
import io.github.dynamodbtoolkit.spring.connection.DynamoDbConnectionDetails;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the DynamoDB client of a service connection. It comes before
 * Spring Cloud AWS', whose own connection details would lead every AWS client there.
 */
@AutoConfiguration(before = DynamoDbToolkitAutoConfiguration.class,
		beforeName = { "io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration",
				"io.github.dynamodbtoolkit.local.autoconfigure.DynamoDbLocalAutoConfiguration" })
@ConditionalOnClass(DynamoDbClient.class)
@ConditionalOnBean(DynamoDbConnectionDetails.class)
@ConditionalOnMissingBean(DynamoDbClient.class)
public final class DynamoDbConnectionAutoConfiguration {

	private static DynamoDbClient connect(DynamoDbClientBuilder builder, DynamoDbConnectionDetails details) {
		return builder.endpointOverride(details.getEndpoint())
			.region(Region.of(details.getRegion()))
			.credentialsProvider(StaticCredentialsProvider
				.create(AwsBasicCredentials.create(details.getAccessKey(), details.getSecretKey())))
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DynamoDbClientCustomizer.class)
	static class SpringCloudAwsConfiguration {

		// The customizers come first: none of them may lead away from the connection.
		@Bean
		DynamoDbClient dynamoDbClient(DynamoDbConnectionDetails details,
				ObjectProvider<DynamoDbClientCustomizer> clientCustomizers,
				ObjectProvider<AwsSyncClientCustomizer> syncClientCustomizers) {
			DynamoDbClientBuilder builder = DynamoDbClient.builder();
			syncClientCustomizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			clientCustomizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			return connect(builder, details);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.awspring.cloud.autoconfigure.dynamodb.DynamoDbClientCustomizer")
	static class SdkConfiguration {

		@Bean
		DynamoDbClient dynamoDbClient(DynamoDbConnectionDetails details) {
			return connect(DynamoDbClient.builder(), details);
		}

	}

}
