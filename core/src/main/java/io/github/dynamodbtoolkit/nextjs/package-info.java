/**
 * The table of {@code nextjs-dynamodb-cache}, a cache handler of Next.js.
 */
@NullMarked
package io.github.dynamodbtoolkit.nextjs;

import org.jspecify.annotations.NullMarked;
