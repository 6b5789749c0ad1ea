/**
 * Idempotent methods: {@code @Idempotent} on the dedupe store.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.dedupe;

import org.jspecify.annotations.NullMarked;
