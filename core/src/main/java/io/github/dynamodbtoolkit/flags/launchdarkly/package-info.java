/**
 * Puts LaunchDarkly's SDK on a flag store.
 */
@NullMarked
package io.github.dynamodbtoolkit.flags.launchdarkly;

import org.jspecify.annotations.NullMarked;
