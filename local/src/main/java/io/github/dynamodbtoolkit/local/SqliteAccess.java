package io.github.dynamodbtoolkit.local;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;

import com.almworks.sqlite4java.SQLiteQueue;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteDBAccess;
import org.jspecify.annotations.Nullable;

/**
 * The way to SQLite, with its one thread a daemon and gone when this is closed.
 */
final class SqliteAccess extends SQLiteDBAccess {

	private SqliteAccess(@Nullable File file) throws Exception {
		super(file);
		restartQueueOnDaemonThread(file);
		if (file == null) {
			createMetadataTables();
		}
	}

	static SqliteAccess open(@Nullable Path file) throws Exception {
		return new SqliteAccess((file != null) ? file.toFile() : null);
	}

	// The superclass has started a queue on a thread that is no daemon and is told so
	// nowhere.
	private void restartQueueOnDaemonThread(@Nullable File file) throws InterruptedException {
		this.queue.stop(true).join();
		this.queue = new SQLiteQueue(file, new DaemonThreads("dynamodb-local-sqlite"));
		this.queue.start();
	}

	// Those of a database in memory went with the first queue.
	private void createMetadataTables() throws Exception {
		Method create = SQLiteDBAccess.class.getDeclaredMethod("initializeMetadataTables");
		create.setAccessible(true);
		create.invoke(this);
	}

	@Override
	public void close() {
		super.close();
		try {
			this.queue.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
