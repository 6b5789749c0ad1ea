package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;

import io.github.dynamodbtoolkit.cache.StoredEntry;
import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCache;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Caches.
 */
final class CachesSection implements Section {

	private final DynamoDbCacheManager manager;

	private final Directory directory;

	CachesSection(DynamoDbCacheManager manager, Directory directory) {
		this.manager = manager;
		this.directory = directory;
	}

	@Override
	public String name() {
		return "caches";
	}

	@Override
	public Listing list(Page page, boolean showValues) {
		Names names = Names.upTo(page, this.manager.getCacheNames(), this.directory, DirectoryKind.CACHE);
		return page.of(names.all(), (part) -> part.stream().map(this::view).toList()).because(names.failure());
	}

	private CacheView view(String name) {
		DynamoDbCache cache = cache(name);
		return cache != null ? CacheView.of(cache.getNativeCache()) : CacheView.elsewhere(name);
	}

	@Override
	public @Nullable OperationResponseBody find(Subject subject, boolean showValues) {
		DynamoDbCache cache = cache(subject.name());
		Object key = subject.typedKey();
		if (cache == null || key == null) {
			return cache != null ? CacheView.of(cache.getNativeCache()) : null;
		}
		StoredEntry entry = cache.getNativeCache().inspect(key, showValues);
		return entry != null ? EntryView.of(entry) : null;
	}

	@Override
	public String missing(Subject subject) {
		return cache(subject.name()) != null ? "There is no such entry in the cache \"" + subject.name() + "\"."
				: Section.super.missing(subject);
	}

	@Override
	public boolean remove(Subject subject) {
		DynamoDbCache cache = cache(subject.name());
		Object key = subject.typedKey();
		if (cache != null && key != null) {
			cache.evict(key);
		}
		else if (cache != null) {
			cache.clear();
		}
		return cache != null;
	}

	/** Without making one, which the manager would. */
	private @Nullable DynamoDbCache cache(String name) {
		return this.manager.getCacheNames().contains(name) ? this.manager.getCache(name) : null;
	}

}
