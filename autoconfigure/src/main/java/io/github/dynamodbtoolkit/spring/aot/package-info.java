/**
 * What a native image has to know of an application's stored types.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.aot;

import org.jspecify.annotations.NullMarked;
