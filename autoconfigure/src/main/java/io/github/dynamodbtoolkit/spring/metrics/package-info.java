/**
 * What the stores and caches tell about themselves, as Micrometer's meters.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.metrics;

import org.jspecify.annotations.NullMarked;
