package io.github.dynamodbtoolkit.spring.cache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * The caches of an application, all of them in one table. Caches with a configuration of
 * their own exist from the start; others come into being when they are first asked for,
 * unless that is switched off.
 */
@ImportRuntimeHints(SimpleKeys.Hints.class)
public final class DynamoDbCacheManager implements CacheManager {

	private final Map<String, DynamoDbCache> caches = new ConcurrentHashMap<>();

	private final List<Consumer<DynamoDbCache>> listeners = new CopyOnWriteArrayList<>();

	private final CacheStore store;

	private final CacheConfiguration defaults;

	private final ClusterLoads clusterLoads;

	private final Executor executor;

	private volatile boolean createUnknown = true;

	/**
	 * Creates a manager without caches.
	 * @param store where the caches are
	 * @param defaults for caches without a configuration of their own
	 * @param leases gives what lets one instance at a time load a value, or null to let
	 * each instance load for itself; asked when a value is to be loaded
	 * @param executor runs refreshes, and the table calls and loads of methods that
	 * answer by a future or a publisher; its threads block
	 */
	public DynamoDbCacheManager(CacheStore store, CacheConfiguration defaults, Supplier<@Nullable DedupeStore> leases,
			Executor executor) {
		this.store = store;
		this.defaults = defaults;
		this.clusterLoads = new ClusterLoads(leases);
		this.executor = executor;
	}

	/**
	 * Adds a cache, or replaces the one of that name.
	 * @param name the cache's name
	 * @param configuration how it behaves
	 */
	public void register(String name, CacheConfiguration configuration) {
		DynamoDbCache cache = create(name, configuration);
		this.caches.put(name, cache);
		tell(cache);
	}

	/**
	 * Adds caches with the default configuration unless they are there.
	 * @param names the caches' names
	 */
	public void register(Collection<String> names) {
		names.forEach(this::presentOrNew);
	}

	/**
	 * Says whether a cache that nobody registered comes into being when it is asked for.
	 * @param createUnknown false to answer null instead, which Spring reports as an error
	 */
	public void setCreateUnknown(boolean createUnknown) {
		this.createUnknown = createUnknown;
	}

	/**
	 * Hands over every cache that there is, and every one that comes, as meters need it.
	 * @param listener called once for each cache, by the thread that asks first for it;
	 * may use this manager
	 */
	public void forEachCache(Consumer<DynamoDbCache> listener) {
		Consumer<DynamoDbCache> once = once(listener);
		this.listeners.add(once);
		this.caches.values().forEach(once);
	}

	/** A cache that comes at the same time as the listener is handed over twice. */
	private static Consumer<DynamoDbCache> once(Consumer<DynamoDbCache> listener) {
		Set<DynamoDbCache> told = ConcurrentHashMap.newKeySet();
		return (cache) -> {
			if (told.add(cache)) {
				listener.accept(cache);
			}
		};
	}

	@Override
	public @Nullable DynamoDbCache getCache(String name) {
		DynamoDbCache cache = this.caches.get(name);
		if (cache != null || !this.createUnknown) {
			return cache;
		}
		return presentOrNew(name);
	}

	private DynamoDbCache presentOrNew(String name) {
		DynamoDbCache cache = this.caches.computeIfAbsent(name, (key) -> create(key, this.defaults));
		tell(cache);
		return cache;
	}

	/** Of a cache that everybody can find, so that no listener misses it. */
	private void tell(DynamoDbCache cache) {
		this.listeners.forEach((listener) -> listener.accept(cache));
	}

	@Override
	public Collection<String> getCacheNames() {
		return Set.copyOf(this.caches.keySet());
	}

	/**
	 * Clears every cache that this instance knows.
	 */
	@Override
	public void resetCaches() {
		this.caches.values().forEach(DynamoDbCache::clear);
	}

	/**
	 * Invalidates all entries that carry one of the tags, as
	 * {@link CacheStore#invalidateTags} does.
	 * @param tags the tags
	 */
	public void invalidateTags(String... tags) {
		this.store.invalidateTags(List.of(tags));
	}

	private DynamoDbCache create(String name, CacheConfiguration configuration) {
		return new DynamoDbCache(this.store.region(name, configuration.settings()), configuration.nullValues(),
				this.clusterLoads, this.executor);
	}

}
