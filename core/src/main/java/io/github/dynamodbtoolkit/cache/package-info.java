/**
 * The cache: regions of entries with time to live, tags and versions.
 */
@NullMarked
package io.github.dynamodbtoolkit.cache;

import org.jspecify.annotations.NullMarked;
