/**
 * Calling apps, identified and held to their limits before a request reaches Spring MVC.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.apps;

import org.jspecify.annotations.NullMarked;
