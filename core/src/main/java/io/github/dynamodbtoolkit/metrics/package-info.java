/**
 * What the stores tell about themselves, without naming a metrics library.
 */
@NullMarked
package io.github.dynamodbtoolkit.metrics;

import org.jspecify.annotations.NullMarked;
