/**
 * What the annotations of all features have in common: calls of annotated methods and the
 * expressions about them.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.annotation;

import org.jspecify.annotations.NullMarked;
