/**
 * Stores on Amazon DynamoDB that all instances of an application share.
 */
@NullMarked
package io.github.dynamodbtoolkit;

import org.jspecify.annotations.NullMarked;
