package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheStatistics;
import io.github.dynamodbtoolkit.cache.EntryOptions;
import io.github.dynamodbtoolkit.cache.LoadTicket;
import io.github.dynamodbtoolkit.cache.Lookup;
import io.github.dynamodbtoolkit.spring.annotation.AsyncAnswers;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * Spring's view of one cache. Under {@code @Cacheable}, a value is stored only if nothing
 * was invalidated while it was loaded; {@code @CachePut} stores in any case.
 * <p>
 * Called from code, {@link #put} after a miss of {@link #get(Object)} on the same thread
 * is taken for the loaded value; if the entry changed meanwhile, it is evicted, so that
 * neither the loaded nor the other value can be stale. A miss that is older than
 * {@code max-load-time} is forgotten. Prefer {@link #get(Object, Callable)}.
 * <p>
 * When DynamoDB fails, reads are misses and loaded values are dropped; {@code put},
 * {@code evict} and {@code clear} throw a
 * {@link io.github.dynamodbtoolkit.table.TableException}.
 */
public final class DynamoDbCache implements Cache {

	private final CacheRegion region;

	private final boolean nullValues;

	private final ClusterLoads clusterLoads;

	private final Loads loads = new Loads();

	private final Refreshes refreshes = new Refreshes();

	/**
	 * By the fingerprints of keys, and one for each cache: threads outlive what keys and
	 * caches belong to.
	 */
	private final ThreadLocal<Tickets> ticketsOfCode = ThreadLocal.withInitial(Tickets::new);

	private final Executor executor;

	/**
	 * Creates a cache.
	 * @param region where its entries are
	 * @param nullValues whether null is cached; if not, it is not stored
	 * @param clusterLoads lets one instance at a time load a key
	 * @param executor runs refreshes, and methods that answer by a future or a publisher
	 */
	DynamoDbCache(CacheRegion region, boolean nullValues, ClusterLoads clusterLoads, Executor executor) {
		this.region = region;
		this.nullValues = nullValues;
		this.clusterLoads = clusterLoads;
		this.executor = executor;
	}

	@Override
	public String getName() {
		return this.region.name();
	}

	/**
	 * The toolkit's own cache below this one.
	 * @return the cache region
	 */
	@Override
	public CacheRegion getNativeCache() {
		return this.region;
	}

	/**
	 * What this cache has done in this instance.
	 * @return live counts
	 */
	public CacheStatistics getStatistics() {
		return this.region.statistics();
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		CacheInvocation invocation = CacheInvocation.current();
		return wrap(lookUp(key, invocation));
	}

	/**
	 * Reads a value of a type. One of another type is a miss, and counted as unreadable.
	 */
	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		Type declared = type != null && type != Object.class ? type : typeOf(CacheInvocation.current());
		Lookup lookup = keepTicket(key, this.region.get(SimpleKeys.stable(key), declared, Set.of()), null);
		Object value = lookup instanceof Lookup.Hit hit ? hit.value() : null;
		return value != null && type != null ? type.cast(value) : (T) value;
	}

	/**
	 * Reads a value, or loads it: one caller in the cluster does, and the others wait and
	 * get the same. Whoever comes after an invalidation does not get a value whose load
	 * began before it. When DynamoDB fails, each instance loads for itself.
	 */
	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		try {
			return (T) getOrLoad(key, CacheInvocation.current(), valueLoader);
		}
		catch (Exception ex) {
			// Whatever it is must be wrapped: Spring would else call the loader again.
			throw new ValueRetrievalException(key, valueLoader, ex);
		}
	}

	private @Nullable Object getOrLoad(Object key, @Nullable CacheInvocation invocation,
			Callable<? extends @Nullable Object> loader) throws Exception {
		Lookup lookup = read(key, invocation);
		KeyLoad load = new KeyLoad(key, invocation, loader);
		if (lookup instanceof Lookup.Hit hit) {
			refreshIfDue(hit, load);
			return hit.value();
		}
		LoadTicket seen = ((Lookup.Miss) lookup).ticket();
		return this.loads.once(load.key, seen, () -> this.clusterLoads.load(load.id(), load.after(seen)));
	}

	private void refreshIfDue(Lookup.Hit hit, KeyLoad load) {
		LoadTicket seen = hit.refresh();
		if (seen != null && this.refreshes.tryBegin(load.key)) {
			refreshLater(load.after(seen));
		}
	}

	/** The hit is none the worse where no thread can be had. */
	private void refreshLater(KeyLoad load) {
		try {
			this.executor.execute(() -> refresh(load));
		}
		catch (RuntimeException ex) {
			this.region.refreshFailed(ex);
		}
	}

	private void refresh(KeyLoad load) {
		try {
			this.clusterLoads.loadIfFree(load.id(), load);
			this.refreshes.succeeded(load.key);
		}
		catch (Exception ex) {
			this.region.refreshFailed(ex);
		}
	}

	/**
	 * Reads on another thread.
	 */
	@Override
	public CompletableFuture<?> retrieve(Object key) {
		CacheInvocation invocation = CacheInvocation.current();
		CompletableFuture<@Nullable ValueWrapper> answer = new CompletableFuture<>();
		this.executor.execute(() -> answer(invocation, answer, () -> wrap(lookUp(key, invocation))));
		return answer;
	}

	/**
	 * As {@link #get(Object, Callable)}, on another thread.
	 */
	@Override
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		CacheInvocation invocation = CacheInvocation.current();
		CompletableFuture<T> answer = new CompletableFuture<>();
		this.executor.execute(() -> answer(invocation, answer,
				() -> (T) getOrLoad(key, invocation, () -> AsyncAnswers.join(valueLoader.get()))));
		return answer;
	}

	private static <T extends @Nullable Object> void answer(@Nullable CacheInvocation invocation,
			CompletableFuture<T> answer, Callable<T> work) {
		try {
			T value = work.call();
			if (invocation != null) {
				invocation.within(() -> answer.complete(value));
			}
			else {
				answer.complete(value);
			}
		}
		catch (Throwable ex) {
			answer.completeExceptionally(ex);
		}
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		CacheInvocation invocation = CacheInvocation.current();
		LoadTicket ticket = invocation != null ? invocation.tickets().take(new Key(this, key)) : ticketOfCode(key);
		if (ticket == null || (invocation == null && !this.region.isTimely(ticket))) {
			putExplicitly(key, value, options(invocation, value));
		}
		else if (invocation == null) {
			putFromCode(key, value, ticket);
		}
		else if (invocation.isAsync()) {
			// The thread that brings the value may be one that must not wait.
			this.executor.execute(() -> putLoaded(key, value, ticket, invocation));
		}
		else {
			putLoaded(key, value, ticket, invocation);
		}
	}

	/**
	 * Stores a value with tags, whatever stands there.
	 * @param key the key
	 * @param value the value, null for a cached null
	 * @param tags at most 20
	 * @throws io.github.dynamodbtoolkit.table.TableException if the value may not have
	 * been stored
	 */
	public void put(Object key, @Nullable Object value, Collection<String> tags) {
		putExplicitly(key, value, new EntryOptions(null, tags, null));
	}

	private @Nullable LoadTicket ticketOfCode(Object key) {
		Tickets tickets = this.ticketsOfCode.get();
		LoadTicket ticket = tickets.take(fingerprint(key));
		if (tickets.isEmpty()) {
			this.ticketsOfCode.remove();
		}
		return ticket;
	}

	private String fingerprint(Object key) {
		return this.region.fingerprint(SimpleKeys.stable(key));
	}

	private void putExplicitly(Object key, @Nullable Object value, EntryOptions options) {
		if (value == null && !this.nullValues) {
			this.region.evict(SimpleKeys.stable(key));
		}
		else {
			this.region.put(SimpleKeys.stable(key), value, options);
		}
	}

	private void putFromCode(Object key, @Nullable Object value, LoadTicket ticket) {
		if (!putLoaded(key, value, ticket, null)) {
			this.region.evict(SimpleKeys.stable(key));
		}
	}

	private boolean putLoaded(Object key, @Nullable Object value, LoadTicket ticket,
			@Nullable CacheInvocation invocation) {
		if (value == null && !this.nullValues) {
			return false;
		}
		return this.region.putLoaded(SimpleKeys.stable(key), value, ticket, options(invocation, value));
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		if (value == null && !this.nullValues) {
			return get(key);
		}
		Lookup.Hit present = this.region.putIfAbsent(SimpleKeys.stable(key), value,
				options(CacheInvocation.current(), value));
		return present != null ? new SimpleValueWrapper(present.value()) : null;
	}

	@Override
	public void evict(Object key) {
		this.region.evict(SimpleKeys.stable(key));
	}

	@Override
	public boolean evictIfPresent(Object key) {
		return this.region.evictIfPresent(SimpleKeys.stable(key));
	}

	@Override
	public void clear() {
		this.region.clear();
	}

	/**
	 * Clears the cache.
	 * @return false, since it is not known whether there were entries
	 */
	@Override
	public boolean invalidate() {
		this.region.clear();
		return false;
	}

	private Lookup lookUp(Object key, @Nullable CacheInvocation invocation) {
		Lookup lookup = keepTicket(key, read(key, invocation), invocation);
		if (lookup instanceof Lookup.Hit hit && hit.refresh() != null && invocation != null) {
			refreshIfDue(hit, new KeyLoad(key, invocation, invocation.reloader()));
		}
		return lookup;
	}

	private Lookup read(Object key, @Nullable CacheInvocation invocation) {
		return this.region.get(SimpleKeys.stable(key), typeOf(invocation), tagsBeforeCall(invocation));
	}

	private Lookup keepTicket(Object key, Lookup lookup, @Nullable CacheInvocation invocation) {
		if (lookup instanceof Lookup.Miss miss && invocation != null) {
			invocation.tickets().keep(new Key(this, key), miss.ticket());
		}
		else if (lookup instanceof Lookup.Miss miss && miss.ticket().isUsable()) {
			this.ticketsOfCode.get().keep(fingerprint(key), miss.ticket());
		}
		return lookup;
	}

	private static @Nullable Type typeOf(@Nullable CacheInvocation invocation) {
		return invocation != null ? invocation.type() : null;
	}

	private static Set<String> tagsBeforeCall(@Nullable CacheInvocation invocation) {
		return invocation != null ? invocation.tagsBeforeCall() : Set.of();
	}

	private static EntryOptions options(@Nullable CacheInvocation invocation, @Nullable Object value) {
		return invocation != null ? new EntryOptions(invocation.type(), invocation.tagsOf(value), null)
				: EntryOptions.NONE;
	}

	private static @Nullable ValueWrapper wrap(Lookup lookup) {
		return lookup instanceof Lookup.Hit hit ? new SimpleValueWrapper(hit.value()) : null;
	}

	/**
	 * A key for an invocation, which may use several caches.
	 *
	 * @param cache the cache itself: another one may have its name
	 * @param key the key
	 */
	private record Key(DynamoDbCache cache, Object key) {
	}

	/**
	 * Loading one key for one caller.
	 */
	private final class KeyLoad implements ClusterLoads.Work {

		private final Object key;

		private final @Nullable CacheInvocation invocation;

		private final Callable<? extends @Nullable Object> loader;

		private LoadTicket seen = LoadTicket.ofNothing();

		private KeyLoad(Object key, @Nullable CacheInvocation invocation, Callable<? extends @Nullable Object> loader) {
			this.key = SimpleKeys.stable(key);
			this.invocation = invocation;
			this.loader = loader;
		}

		private KeyLoad after(LoadTicket seen) {
			this.seen = seen;
			return this;
		}

		private String id() {
			return DynamoDbCache.this.region.fingerprint(this.key);
		}

		/** A value that is due to be refreshed is not what we look for. */
		@Override
		public Lookup.@Nullable Hit find() {
			Lookup lookup = DynamoDbCache.this.region.getConsistently(this.key, typeOf(this.invocation),
					DynamoDbCache.tagsBeforeCall(this.invocation));
			if (lookup instanceof Lookup.Hit hit) {
				this.seen = hit.refresh() != null ? hit.refresh() : this.seen;
				return hit.refresh() == null ? hit : null;
			}
			this.seen = ((Lookup.Miss) lookup).ticket();
			return null;
		}

		@Override
		public @Nullable Object loadAndStore() throws Exception {
			Object value = this.loader.call();
			putLoaded(this.key, value, this.seen, this.invocation);
			return value;
		}

	}

}
