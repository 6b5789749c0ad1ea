package io.github.dynamodbtoolkit.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does one thing in several threads at once.
 */
public final class Race {

	private static final Duration PATIENCE = Duration.ofSeconds(150);

	private Race() {
	}

	/**
	 * Starts the threads together and waits for all of them.
	 * @param <T> the type of result
	 * @param threads how many
	 * @param action what each does once
	 * @return the results, in no particular order
	 * @throws Exception the first failure of an action, as it was thrown
	 */
	public static <T> List<T> run(int threads, Callable<T> action) throws Exception {
		return run(threads, PATIENCE, action);
	}

	/**
	 * The same for actions that take longer.
	 * @param <T> the type of result
	 * @param threads how many
	 * @param patience the longest that one may take
	 * @param action what each does once
	 * @return the results, in no particular order
	 * @throws Exception the first failure of an action, as it was thrown
	 */
	public static <T> List<T> run(int threads, Duration patience, Callable<T> action) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CyclicBarrier start = new CyclicBarrier(threads);
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				futures.add(executor.submit(() -> {
					start.await();
					return action.call();
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(result(future, patience));
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static <T> T result(Future<T> future, Duration patience) throws Exception {
		try {
			return future.get(patience.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw new AssertionError(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("A thread of the race did not finish", ex);
		}
	}

}
