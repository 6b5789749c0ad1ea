package io.github.dynamodbtoolkit.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Finds the properties of a {@link DynamoDbToolkitTest}.
 */
final class DynamoDbToolkitTestContextBootstrapper extends TestSliceTestContextBootstrapper<DynamoDbToolkitTest> {

}
