package io.github.dynamodbtoolkit.spring.connection;

import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application whose DynamoDB is a container, where Docker is.
 */
@SpringBootTest(properties = { "toolkit.dynamodb.initialize-schema=create", "toolkit.dynamodb.flags.enabled=false" })
@EnabledIf("hasDocker")
class DynamoDbContainerTests {

	static boolean hasDocker() {
		return DockerClientFactory.instance().isDockerAvailable();
	}

	@Test
	void usesTheContainerWithoutAProperty(@Autowired ApplicationContext context,
			@Autowired GenericContainer<?> container, @Autowired DynamoDbClient client) {
		assertThat(context.getBeanNamesForType(DynamoDbLocalServer.class)).isEmpty();
		assertThat(context.getBean(DynamoDbConnectionDetails.class).getEndpoint().getPort())
			.isEqualTo(container.getMappedPort(8000));
		assertThat(context.getBean(CacheStore.class)).isNotNull();
		assertThat(client.listTables().tableNames()).contains("dynamodb-toolkit");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ServiceConnection(name = "amazon/dynamodb-local")
		GenericContainer<?> dynamoDb() {
			return new GenericContainer<>("amazon/dynamodb-local:latest").withExposedPorts(8000);
		}

	}

}
