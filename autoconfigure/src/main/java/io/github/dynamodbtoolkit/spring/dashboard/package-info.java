/**
 * A page in the browser that shows what the endpoint shows.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.dashboard;

import org.jspecify.annotations.NullMarked;
