/**
 * What is invalidated here is revalidated in the caches of Next.js too.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.nextjs;

import org.jspecify.annotations.NullMarked;
