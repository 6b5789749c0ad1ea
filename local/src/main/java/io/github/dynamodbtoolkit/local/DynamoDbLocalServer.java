package io.github.dynamodbtoolkit.local;

import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * DynamoDB Local in this process: on the loopback interface only, without telemetry, and
 * on daemon threads only, so that it keeps no JVM alive. For development and tests.
 * <p>
 * Starting takes about a second, and so does the first call. What it holds is shared by
 * all clients, whatever their region and credentials. Safe for use by several threads.
 */
public final class DynamoDbLocalServer implements AutoCloseable {

	private final URI endpoint;

	private final @Nullable RunningServer server;

	private final AtomicBoolean closed = new AtomicBoolean();

	private DynamoDbLocalServer(URI endpoint, @Nullable RunningServer server) {
		this.endpoint = endpoint;
		this.server = server;
	}

	/**
	 * Starts one in memory on a free port.
	 * @return the running server
	 * @throws DynamoDbLocalException if it cannot start
	 */
	public static DynamoDbLocalServer start() {
		return start(0, null);
	}

	/**
	 * Starts one in memory.
	 * @param port from 1 to 65535, or 0 for a free one
	 * @return the running server
	 * @throws DynamoDbLocalException if the port is taken or out of range, or it cannot
	 * start
	 */
	public static DynamoDbLocalServer start(int port) {
		return start(port, null);
	}

	/**
	 * Starts one.
	 * @param port from 1 to 65535, or 0 for a free one
	 * @param file the file that holds the data, made if absent along with its
	 * directories; {@code null} to hold it in memory
	 * @return the running server
	 * @throws DynamoDbLocalException if the port is taken or out of range, the file
	 * cannot be used or another server uses it, or it cannot start
	 */
	public static DynamoDbLocalServer start(int port, @Nullable Path file) {
		try {
			return own(port, file);
		}
		catch (BindException ex) {
			throw LocalPort.taken(port, ex);
		}
	}

	/**
	 * Starts one, or joins the DynamoDB that listens on that port already, as when
	 * several instances of an application share one. One that was joined stays open when
	 * this is closed, and calls fail once its owner has stopped.
	 * @param port from 1 to 65535, or 0 for a free one
	 * @param file as in {@link #start(int, Path)}; ignored when joining
	 * @return the server that was started or joined
	 * @throws DynamoDbLocalException if something other than DynamoDB listens on the
	 * port, and as in {@link #start(int, Path)}
	 */
	public static DynamoDbLocalServer startOrJoin(int port, @Nullable Path file) {
		try {
			return own(port, file);
		}
		catch (BindException ex) {
			return new DynamoDbLocalServer(LocalPort.join(port, ex), null);
		}
	}

	private static DynamoDbLocalServer own(int port, @Nullable Path file) throws BindException {
		RunningServer server = RunningServer.start(LocalPort.check(port), file);
		return new DynamoDbLocalServer(LocalPort.endpoint(server.port()), server);
	}

	/**
	 * Where it listens.
	 * @return the endpoint, such as {@code http://127.0.0.1:8123}
	 */
	public URI endpoint() {
		return this.endpoint;
	}

	/**
	 * Whether it runs elsewhere, in the process that opened the port first.
	 * @return {@code true} if it was joined, {@code false} if it was started here
	 */
	public boolean joined() {
		return this.server == null;
	}

	/**
	 * A new builder of clients of this server: endpoint, region and credentials are set.
	 * @return the builder; the clients it builds are the caller's to close
	 */
	public DynamoDbClientBuilder clientBuilder() {
		return configure(DynamoDbClient.builder());
	}

	/**
	 * Points a builder at this server: sets endpoint, region and credentials, and leaves
	 * the rest as it is.
	 * @param <B> the type of builder
	 * @param builder a builder of any kind of DynamoDB client
	 * @return the same builder
	 */
	public <B extends AwsClientBuilder<B, ?>> B configure(B builder) {
		return LocalClients.configure(builder, this.endpoint);
	}

	/**
	 * Stops it and returns when its file is free for others; data in memory is gone. Does
	 * nothing when it is closed already or was joined.
	 */
	@Override
	public void close() {
		if (this.server != null && this.closed.compareAndSet(false, true)) {
			this.server.close();
		}
	}

}
