package io.github.dynamodbtoolkit.spring.cache;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

import io.github.dynamodbtoolkit.cache.LoadTicket;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache that run in this instance: callers of a key that is being loaded
 * wait for that load, and get its value or its failure. Only if they have seen the same
 * as the one who loads: whoever saw that the entry was invalidated after that load began
 * must not get its value, and loads anew.
 */
final class Loads {

	/** More callers than that do not wait, and load for themselves. */
	private static final int MAX_WAITERS = 1_000;

	private final Map<Object, Load> running = new ConcurrentHashMap<>();

	private final Semaphore waiters = new Semaphore(MAX_WAITERS);

	/**
	 * Loads, or waits for a load of the same key.
	 * @param key the key
	 * @param seen what the caller's miss saw
	 * @param loader loads
	 * @return the value
	 * @throws Exception what the loader threw, whoever called it
	 */
	@Nullable Object once(Object key, LoadTicket seen, Callable<@Nullable Object> loader) throws Exception {
		Load mine = new Load(seen);
		Load present = this.running.putIfAbsent(key, mine);
		if (present != null && present.isOfThisThread()) {
			throw new IllegalStateException("The loader of a cached value asks for that value itself");
		}
		if (present != null && present.seen().sawSameAs(seen) && this.waiters.tryAcquire()) {
			try {
				return await(present);
			}
			finally {
				this.waiters.release();
			}
		}
		if (present != null) {
			this.running.replace(key, present, mine);
		}
		return run(key, mine, loader);
	}

	private @Nullable Object run(Object key, Load load, Callable<@Nullable Object> loader) throws Exception {
		try {
			Object value = loader.call();
			load.value().complete(value);
			return value;
		}
		catch (Throwable ex) {
			load.value().completeExceptionally(ex);
			throw ex;
		}
		finally {
			this.running.remove(key, load);
		}
	}

	private static @Nullable Object await(Load load) throws Exception {
		try {
			return load.value().get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw (Error) ex.getCause();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while another thread was loading the value", ex);
		}
	}

	/**
	 * A load that runs.
	 *
	 * @param seen what its caller's miss saw
	 * @param value what comes of it
	 * @param thread that loads
	 */
	private record Load(LoadTicket seen, CompletableFuture<@Nullable Object> value, Thread thread) {

		private Load(LoadTicket seen) {
			this(seen, new CompletableFuture<>(), Thread.currentThread());
		}

		private boolean isOfThisThread() {
			return this.thread == Thread.currentThread();
		}

	}

}
