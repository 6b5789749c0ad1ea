/**
 * What the stores hold and do, for those who operate the application, as an endpoint of
 * Boot's Actuator.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.endpoint;

import org.jspecify.annotations.NullMarked;
