/**
 * The supplier: a service of somebody else, in this application so that there is one.
 */
@NullMarked
package io.github.dynamodbtoolkit.sample.supplier;

import org.jspecify.annotations.NullMarked;
