package io.github.dynamodbtoolkit.sample.caches;

import java.util.List;

import io.github.dynamodbtoolkit.cache.CacheStore;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Evicts by hand. Keys and tags are the rest of the path, so they may contain slashes.
 */
@RestController
class CacheController {

	private final CacheManager cacheManager;

	private final CacheStore cacheStore;

	CacheController(CacheManager cacheManager, CacheStore cacheStore) {
		this.cacheManager = cacheManager;
		this.cacheStore = cacheStore;
	}

	@DeleteMapping("/caches/{name}/keys/{*key}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void evict(@PathVariable String name, @PathVariable String key) {
		cache(name).evict(withoutSlash(key));
	}

	@DeleteMapping("/caches/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void clear(@PathVariable String name) {
		cache(name).clear();
	}

	@DeleteMapping("/tags/{*tag}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void invalidate(@PathVariable String tag) {
		this.cacheStore.invalidateTags(List.of(withoutSlash(tag)));
	}

	private Cache cache(String name) {
		Cache cache = this.cacheManager.getCache(name);
		if (cache == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no cache " + name + ".");
		}
		return cache;
	}

	/** The rest of a path begins with the slash before it. */
	private static String withoutSlash(String rest) {
		if (rest.length() < 2) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The key or tag is missing.");
		}
		return rest.substring(1);
	}

	/** Of the toolkit, for tags that are too long or not text. */
	@ExceptionHandler
	ProblemDetail refuse(IllegalArgumentException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
	}

}
