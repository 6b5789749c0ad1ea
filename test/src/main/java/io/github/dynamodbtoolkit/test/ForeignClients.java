package io.github.dynamodbtoolkit.test;

import java.util.Arrays;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Puts the test's client in the place of the application's, so that no test reaches AWS.
 */
final class ForeignClients implements BeanDefinitionRegistryPostProcessor {

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry instanceof ConfigurableListableBeanFactory beans) {
			Arrays.stream(beans.getBeanNamesForType(DynamoDbClient.class, true, false))
				.filter((name) -> !name.equals(LocalDynamoDbConfiguration.CLIENT))
				.forEach((name) -> replace(registry, name));
		}
	}

	private static void replace(BeanDefinitionRegistry registry, String name) {
		registry.removeBeanDefinition(name);
		registry.registerAlias(LocalDynamoDbConfiguration.CLIENT, name);
	}

}
