/**
 * What the annotations of all features have in common: calls of annotated methods, the
 * expressions about them, and where answers to their exceptions stand.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.annotation;

import org.jspecify.annotations.NullMarked;
