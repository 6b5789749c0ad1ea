/**
 * What a native image has to know of an application's annotated methods.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.aot;

import org.jspecify.annotations.NullMarked;
