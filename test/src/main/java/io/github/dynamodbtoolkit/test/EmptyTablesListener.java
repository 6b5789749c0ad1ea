package io.github.dynamodbtoolkit.test;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.util.ClassUtils;

/**
 * Empties the tables of a test when its {@link EmptyTables} says so.
 */
final class EmptyTablesListener implements TestExecutionListener {

	@Override
	public void beforeTestClass(TestContext testContext) {
		boolean nested = ClassUtils.isInnerClass(testContext.getTestClass());
		if (!nested && when(testContext) == EmptyTables.BEFORE_CLASS) {
			empty(testContext.getApplicationContext());
		}
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (when(testContext) == EmptyTables.BEFORE_METHOD) {
			empty(testContext.getApplicationContext());
		}
	}

	private static @Nullable EmptyTables when(TestContext testContext) {
		AutoConfigureDynamoDbToolkit annotation = TestContextAnnotationUtils
			.findMergedAnnotation(testContext.getTestClass(), AutoConfigureDynamoDbToolkit.class);
		return annotation != null ? annotation.emptyTables() : null;
	}

	private static void empty(ApplicationContext context) {
		context.getBeanProvider(CacheManager.class).forEach(CacheManager::resetCaches);
		new Tables(context.getBean(LocalDynamoDbConfiguration.CLIENT, DynamoDbClient.class)).empty();
	}

}
