package io.github.dynamodbtoolkit.local;

import java.io.IOException;
import java.net.BindException;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * The HTTP side: Jetty on the loopback interface, with daemon threads.
 */
final class LocalListener implements AutoCloseable {

	private static final int MAX_THREADS = 16;

	// Longer than clients keep an idle connection, so that none of them ever sends a
	// request on one that is being closed.
	private static final long IDLE_TIMEOUT_MILLIS = 600_000;

	private final Server server;

	private final ServerConnector connector;

	private LocalListener(Server server, ServerConnector connector) {
		this.server = server;
		this.connector = connector;
	}

	/**
	 * Opens the port. Who connects from now on waits for {@link #serve}.
	 * @throws BindException if the port is taken
	 */
	static LocalListener bind(int port) throws IOException {
		Server server = new Server(threads(), new ScheduledExecutorScheduler("dynamodb-local-scheduler", true), null);
		ServerConnector connector = new ServerConnector(server, 1, 1);
		connector.setHost(LocalPort.HOST);
		connector.setPort(port);
		connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
		server.addConnector(connector);
		open(connector);
		return new LocalListener(server, connector);
	}

	private static QueuedThreadPool threads() {
		QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
		threads.setDaemon(true);
		threads.setName("dynamodb-local");
		return threads;
	}

	private static void open(ServerConnector connector) throws IOException {
		try {
			connector.open();
		}
		catch (IOException ex) {
			throw (ex.getCause() instanceof BindException taken) ? taken : ex;
		}
	}

	void serve(Handler handler) throws Exception {
		this.server.setHandler(handler);
		this.server.start();
	}

	int port() {
		return this.connector.getLocalPort();
	}

	@Override
	public void close() {
		this.connector.close();
		try {
			this.server.stop();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The HTTP side of DynamoDB Local did not stop", ex);
		}
	}

}
