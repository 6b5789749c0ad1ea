/**
 * Connections to a DynamoDB that is started for the application: by Testcontainers, by
 * Docker Compose, or by the application itself.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.connection;

import org.jspecify.annotations.NullMarked;
