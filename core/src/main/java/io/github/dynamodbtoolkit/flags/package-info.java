/**
 * Feature flags and segments in LaunchDarkly's table layout.
 */
@NullMarked
package io.github.dynamodbtoolkit.flags;

import org.jspecify.annotations.NullMarked;
