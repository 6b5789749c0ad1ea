package io.github.dynamodbtoolkit.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves out what a {@link DynamoDbToolkitTest} does not ask for.
 */
final class DynamoDbToolkitTypeExcludeFilter
		extends StandardAnnotationCustomizableTypeExcludeFilter<DynamoDbToolkitTest> {

	DynamoDbToolkitTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

}
