/**
 * The tables of an application's stores, as Spring hands them out.
 */
@NullMarked
package io.github.dynamodbtoolkit.spring;

import org.jspecify.annotations.NullMarked;
