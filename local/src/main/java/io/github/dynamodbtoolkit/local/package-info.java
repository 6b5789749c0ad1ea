/**
 * DynamoDB Local in the process of the application, for development and tests.
 */
@NullMarked
package io.github.dynamodbtoolkit.local;

import org.jspecify.annotations.NullMarked;
