/**
 * Calls of other services: the interceptor for {@code RestClient}, {@code RestTemplate}
 * and HTTP interfaces that obeys limits and cooldowns and joins equal calls.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.http;

import org.jspecify.annotations.NullMarked;
