package io.github.dynamodbtoolkit.autoconfigure;

import java.util.concurrent.Executor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Threads of a store's own: those of the application may wait for what is done on them.
 * They are virtual ones, and decorated, as the application says, but never limited: work
 * may wait for other work on them, and must not for a free place. No executor itself,
 * beside which Boot would not make the application's.
 */
final class OwnThreads implements AutoCloseable {

	private final SimpleAsyncTaskExecutor executor;

	OwnThreads(String store, ObjectProvider<SimpleAsyncTaskExecutorBuilder> builder) {
		this.executor = builder.getIfUnique(SimpleAsyncTaskExecutorBuilder::new).build();
		this.executor.setThreadNamePrefix("dynamodb-" + store + "-");
		this.executor.setDaemon(true);
		this.executor.setConcurrencyLimit(SimpleAsyncTaskExecutor.UNBOUNDED_CONCURRENCY);
		this.executor.setRejectTasksWhenLimitReached(false);
	}

	Executor executor() {
		return this.executor;
	}

	/** What runs goes on; nothing begins any more. */
	@Override
	public void close() {
		this.executor.close();
	}

}
