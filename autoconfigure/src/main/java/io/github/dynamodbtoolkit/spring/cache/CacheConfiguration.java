package io.github.dynamodbtoolkit.spring.cache;

import io.github.dynamodbtoolkit.cache.CacheSettings;

/**
 * How one of Spring's caches behaves.
 *
 * @param settings how its entries are kept
 * @param nullValues whether a null result is cached; if not, it is not stored
 */
public record CacheConfiguration(CacheSettings settings, boolean nullValues) {

}
