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
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * Spring's view of one cache. Under {@code @Cacheable}, a value is stored only if nothing
 * was invalidated while it was loaded; {@code @CachePut} stores in any case.
 * <p>
 * Called from code, {@link #put} after a miss of {@link #get(Object)} on the same thread
 * is taken for the loaded value; if the entry changed meanwhile, it is evicted, so that
 * neither the loaded nor the other value can be stale. Prefer
 * {@link #get(Object, Callable)}.
 * <p>
 * When DynamoDB fails, reads are misses and loaded values are dropped; {@code put},
 * {@code evict} and {@code clear} throw a
 * {@link io.github.dynamodbtoolkit.table.TableException}.
 */
public final class DynamoDbCache implements Cache {

	private static final ThreadLocal<Tickets> ticketsOfCode = ThreadLocal.withInitial(Tickets::new);

	private final CacheRegion region;

	private final boolean nullValues;

	private final Executor executor;

	/**
	 * Creates a cache.
	 * @param region where its entries are
	 * @param nullValues whether null is cached; if not, it is not stored
	 * @param executor runs the reads of methods that answer by a future or a publisher
	 */
	DynamoDbCache(CacheRegion region, boolean nullValues, Executor executor) {
		this.region = region;
		this.nullValues = nullValues;
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

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		CacheInvocation invocation = CacheInvocation.current();
		Lookup lookup = read(key, invocation);
		if (lookup instanceof Lookup.Hit hit) {
			return (T) hit.value();
		}
		// Whatever is thrown from here on must be wrapped: Spring would else load again.
		try {
			T value = valueLoader.call();
			putLoaded(key, value, ((Lookup.Miss) lookup).ticket(), invocation);
			return value;
		}
		catch (Exception ex) {
			throw new ValueRetrievalException(key, valueLoader, ex);
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
	 * Reads, and stores what the loader gives, on other threads.
	 */
	@Override
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		CacheInvocation invocation = CacheInvocation.current();
		CompletableFuture<Lookup> answer = new CompletableFuture<>();
		this.executor.execute(() -> answer(invocation, answer, () -> read(key, invocation)));
		return answer.thenCompose((lookup) -> {
			if (lookup instanceof Lookup.Hit hit) {
				return CompletableFuture.completedFuture((T) hit.value());
			}
			return valueLoader.get().thenApplyAsync((value) -> {
				putLoaded(key, value, ((Lookup.Miss) lookup).ticket(), invocation);
				return value;
			}, this.executor);
		});
	}

	private static <T extends @Nullable Object> void answer(@Nullable CacheInvocation invocation,
			CompletableFuture<T> answer, Supplier<T> work) {
		try {
			T value = work.get();
			if (invocation != null) {
				invocation.within(() -> answer.complete(value));
			}
			else {
				answer.complete(value);
			}
		}
		catch (RuntimeException ex) {
			answer.completeExceptionally(ex);
		}
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		CacheInvocation invocation = CacheInvocation.current();
		LoadTicket ticket = tickets(invocation).take(getName(), key);
		if (ticket == null) {
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
		return keepTicket(key, read(key, invocation), invocation);
	}

	private Lookup read(Object key, @Nullable CacheInvocation invocation) {
		return this.region.get(SimpleKeys.stable(key), typeOf(invocation), tagsBeforeCall(invocation));
	}

	private Lookup keepTicket(Object key, Lookup lookup, @Nullable CacheInvocation invocation) {
		if (lookup instanceof Lookup.Miss miss && (invocation != null || miss.ticket().isUsable())) {
			tickets(invocation).keep(getName(), key, miss.ticket());
		}
		return lookup;
	}

	private static Tickets tickets(@Nullable CacheInvocation invocation) {
		return invocation != null ? invocation.tickets() : ticketsOfCode.get();
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

}
