/**
 * Slow reports, of which each is made once for all instances.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.reports;

import org.jspecify.annotations.NullMarked;
