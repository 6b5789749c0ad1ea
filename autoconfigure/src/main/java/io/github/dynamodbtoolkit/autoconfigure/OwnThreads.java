package io.github.dynamodbtoolkit.autoconfigure;

import java.util.concurrent.Executor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;

/**
 * Threads of the toolkit's own: those of the application may wait for what is done on
 * them. They are virtual ones, and decorated, as the application says.
 */
final class OwnThreads {

	private OwnThreads() {
	}

	static Executor of(String store, ObjectProvider<SimpleAsyncTaskExecutorBuilder> builder) {
		return builder.getIfUnique(SimpleAsyncTaskExecutorBuilder::new)
			.threadNamePrefix("dynamodb-" + store + "-")
			.build();
	}

}
