/**
 * Whether the stores' tables are as they should be, as Boot's health.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring.health;

import org.jspecify.annotations.NullMarked;
