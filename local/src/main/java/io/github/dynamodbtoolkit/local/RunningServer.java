package io.github.dynamodbtoolkit.local;

import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;

/**
 * A database and the listener that serves it, opened and closed together.
 */
final class RunningServer implements AutoCloseable {

	private final LocalListener listener;

	private final LocalDatabase database;

	private RunningServer(LocalListener listener, LocalDatabase database) {
		this.listener = listener;
		this.database = database;
	}

	/**
	 * Starts both on a thread that is a daemon, because threads inherit that.
	 * @throws BindException if the port is taken
	 */
	static RunningServer start(int port, @Nullable Path file) throws BindException {
		try {
			return callOnDaemonThread(() -> open(port, file));
		}
		catch (BindException | DynamoDbLocalException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new DynamoDbLocalException("DynamoDB Local did not start: " + ex,
					"Check that the class path has com.amazonaws:DynamoDBLocal in the version that this module brings.",
					ex);
		}
	}

	// The port comes first: whoever finds it taken is spared the database.
	private static RunningServer open(int port, @Nullable Path file) throws Exception {
		LocalListener listener = LocalListener.bind(port);
		try {
			return serve(listener, LocalDatabase.open(file));
		}
		catch (Exception ex) {
			listener.close();
			throw ex;
		}
	}

	private static RunningServer serve(LocalListener listener, LocalDatabase database) throws Exception {
		try {
			listener.serve(database.handler());
			return new RunningServer(listener, database);
		}
		catch (Exception ex) {
			database.close();
			throw ex;
		}
	}

	private static <T> T callOnDaemonThread(Callable<T> work) throws Exception {
		FutureTask<T> task = new FutureTask<>(work);
		new DaemonThreads("dynamodb-local-start").newThread(task).start();
		try {
			return task.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	int port() {
		return this.listener.port();
	}

	@Override
	public void close() {
		try (this.database) {
			this.listener.close();
		}
	}

}
