/**
 * Gives the tests of an application the toolkit on DynamoDB Local, in the process of the
 * tests and with empty tables. {@link io.github.dynamodbtoolkit.test.DynamoDbToolkitTest}
 * starts the toolkit alone,
 * {@link io.github.dynamodbtoolkit.test.AutoConfigureDynamoDbToolkit} puts the whole
 * application on it.
 */
@NullMarked
package io.github.dynamodbtoolkit.test;

import org.jspecify.annotations.NullMarked;
