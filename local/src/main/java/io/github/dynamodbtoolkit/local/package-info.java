/**
 * DynamoDB Local in the process of the application, for development and tests. Needs no
 * Spring; {@code autoconfigure} below it starts it by its presence on the class path.
 */
@NullMarked
package io.github.dynamodbtoolkit.local;

import org.jspecify.annotations.NullMarked;
