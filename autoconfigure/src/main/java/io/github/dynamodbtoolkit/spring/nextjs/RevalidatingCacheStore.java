package io.github.dynamodbtoolkit.spring.nextjs;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.TagVersion;
import io.github.dynamodbtoolkit.nextjs.NextJsCache;

/**
 * A cache store whose tags are Next.js' tags too. Its own are invalidated first, since
 * Next.js asks for the data anew as soon as it can. If either fails, that is thrown, and
 * repeating the call completes it.
 */
public final class RevalidatingCacheStore implements CacheStore {

	private final CacheStore store;

	private final Supplier<NextJsCache> nextJs;

	/**
	 * Adds Next.js to a store.
	 * @param store the store
	 * @param nextJs gives the cache of Next.js; asked when the first tag is invalidated
	 */
	public RevalidatingCacheStore(CacheStore store, Supplier<NextJsCache> nextJs) {
		this.store = store;
		this.nextJs = nextJs;
	}

	@Override
	public CacheRegion region(String name, CacheSettings settings) {
		return this.store.region(name, settings);
	}

	@Override
	public void invalidateTags(Collection<String> tags) {
		this.store.invalidateTags(tags);
		this.nextJs.get().revalidateTags(tags);
	}

	@Override
	public Map<String, TagVersion> tagVersions(Collection<String> tags) {
		return this.store.tagVersions(tags);
	}

}
