/**
 * Spring's cache abstraction on the toolkit's cache: manager, cache, and the annotations
 * for tags.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.cache;

import org.jspecify.annotations.NullMarked;
