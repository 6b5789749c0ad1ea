package io.github.dynamodbtoolkit.test;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Puts a context on a DynamoDB Local of its own. All are equal, so that tests share
 * contexts.
 */
record DynamoDbToolkitContextCustomizer() implements ContextCustomizer {

	private static final String CONFIGURATION = LocalDynamoDbConfiguration.class.getName();

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		TestSettings.apply(context.getEnvironment());
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
		registry.registerBeanDefinition(CONFIGURATION, new RootBeanDefinition(LocalDynamoDbConfiguration.class));
	}

}
