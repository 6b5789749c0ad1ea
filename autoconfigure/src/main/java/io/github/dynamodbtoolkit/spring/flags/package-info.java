/**
 * Feature flags through OpenFeature.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.flags;

import org.jspecify.annotations.NullMarked;
