/**
 * Rate limits in Spring: {@code @RateLimited} methods, what a refused call throws, and
 * how HTTP is told about it.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.ratelimit;

import org.jspecify.annotations.NullMarked;
