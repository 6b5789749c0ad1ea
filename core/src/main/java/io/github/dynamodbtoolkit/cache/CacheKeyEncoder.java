package io.github.dynamodbtoolkit.cache;

import org.jspecify.annotations.Nullable;

/**
 * Gives an application's own types of cache keys a text, for those that are neither
 * strings nor records nor other types that {@link CacheKeys} knows.
 */
@FunctionalInterface
public interface CacheKeyEncoder {

	/**
	 * The text of a key, or of a part of one. Equal keys have equal texts in every JVM
	 * and every version of the application, different keys of a class have different
	 * ones. It is never asked about strings.
	 * @param key the key, or a part of it; never null
	 * @return its text, which stands beside the name of its class, or null if the key is
	 * not this encoder's
	 */
	@Nullable String encode(Object key);

}
