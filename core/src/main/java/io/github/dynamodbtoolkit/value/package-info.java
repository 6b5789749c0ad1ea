/**
 * One value, as bytes and as items: JSON of a known type, compressed, and cut into chunks
 * where it is larger than an item may be. Apart from {@link ValueCodec} and its
 * companions, which an application may replace, it belongs to the toolkit itself; its
 * types change without notice.
 */
@NullMarked
package io.github.dynamodbtoolkit.value;

import org.jspecify.annotations.NullMarked;
