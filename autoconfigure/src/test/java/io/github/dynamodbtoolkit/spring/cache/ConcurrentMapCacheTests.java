package io.github.dynamodbtoolkit.spring.cache;

import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;

/**
 * The contract holds for Spring's own cache, and so is Spring's and not ours.
 */
class ConcurrentMapCacheTests extends SpringCacheContract {

	@Override
	Cache cache() {
		return new ConcurrentMapCache("reference");
	}

}
