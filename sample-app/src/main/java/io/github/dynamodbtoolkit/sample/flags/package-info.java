/**
 * Flags, and what is there only while one is on.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.flags;

import org.jspecify.annotations.NullMarked;
