package io.github.dynamodbtoolkit.spring.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An executor that knows when all that was given to it has been done.
 */
final class CountingExecutor implements Executor, AutoCloseable {

	private final AtomicInteger unfinished = new AtomicInteger();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@Override
	public void execute(Runnable task) {
		this.unfinished.incrementAndGet();
		this.threads.execute(() -> {
			try {
				task.run();
			}
			finally {
				this.unfinished.decrementAndGet();
			}
		});
	}

	boolean idle() {
		return this.unfinished.get() == 0;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
