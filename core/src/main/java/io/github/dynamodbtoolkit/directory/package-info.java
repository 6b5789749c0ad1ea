/**
 * The names of caches, tags and limited resources that are in use, for those who operate
 * the application.
 */
@NullMarked
package io.github.dynamodbtoolkit.directory;

import org.jspecify.annotations.NullMarked;
