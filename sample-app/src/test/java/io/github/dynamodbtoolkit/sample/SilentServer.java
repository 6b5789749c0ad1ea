package io.github.dynamodbtoolkit.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Accepts every connection and never says a word, as what is behind a broken network
 * does.
 */
final class SilentServer implements AutoCloseable {

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	private final ServerSocket socket;

	SilentServer(int port) throws IOException {
		this.socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::accept, "silent-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				this.connections.add(this.socket.accept());
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	/** How many there have been; a client that hears nothing begins a new one. */
	int connections() {
		return this.connections.size();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
	}

}
