package io.github.dynamodbtoolkit.local;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBClient;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteLibraryLoader;
import com.amazonaws.services.dynamodbv2.local.shared.jobs.JobsRegister;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * The database of DynamoDB Local, put together from its parts. The ways in that its
 * makers provide do not do: they report telemetry unless told not to, listen on every
 * interface or refuse a free port, and leave threads behind that hold the JVM.
 */
final class LocalDatabase implements AutoCloseable {

	private static final int JOB_THREADS = 10;

	private final @Nullable DataFile file;

	private final AmazonDynamoDBLocal client;

	private final Handler handler;

	private LocalDatabase(@Nullable DataFile file, AmazonDynamoDBLocal client) throws Exception {
		this.file = file;
		this.client = client;
		this.handler = new ContextHandler(new LocalDynamoDBServerHandler(requestHandler(client), null), "/");
	}

	/**
	 * Opens the database in that file, or a new one in memory without one.
	 */
	static LocalDatabase open(@Nullable Path path) throws Exception {
		if (path == null) {
			return new LocalDatabase(null, client(null));
		}
		DataFile file = DataFile.claim(path);
		try {
			return new LocalDatabase(file, client(file.path()));
		}
		catch (Exception ex) {
			file.close();
			throw ex;
		}
	}

	private static AmazonDynamoDBLocal client(@Nullable Path file) throws Exception {
		SQLiteLibraryLoader.initialize();
		ExecutorService jobs = Executors.newFixedThreadPool(JOB_THREADS, new DaemonThreads("dynamodb-local-job"));
		return new LocalDBClient(SqliteAccess.open(file), new JobsRegister(jobs, false));
	}

	// Left alone, the request handler makes a client of its own at the first request,
	// with threads that are no daemons.
	@SuppressWarnings("unchecked")
	private static LocalDynamoDBRequestHandler requestHandler(AmazonDynamoDBLocal client) throws Exception {
		LocalDynamoDBRequestHandler handler = new LocalDynamoDBRequestHandler(0, true, null, true, false);
		Field clients = LocalDynamoDBRequestHandler.class.getDeclaredField("dbRequestHandlers");
		clients.setAccessible(true);
		((Map<String, AmazonDynamoDBLocal>) clients.get(handler)).put("shared-local-instance", client);
		return handler;
	}

	Handler handler() {
		return this.handler;
	}

	@Override
	public void close() {
		this.client.shutdownNow();
		if (this.file != null) {
			this.file.close();
		}
	}

}
