/**
 * Starts DynamoDB Local with the application and points its DynamoDB client at it.
 */
@NullMarked
package io.github.dynamodbtoolkit.local.autoconfigure;

import org.jspecify.annotations.NullMarked;
