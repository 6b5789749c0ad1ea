package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A server to be called. Unless told otherwise it answers each call with a text of its
 * own.
 */
public final class TestOrigin implements AutoCloseable {

	static {
		// Head and body go out apart: the client would acknowledge the first 40 ms later.
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final HttpServer server;

	private final List<HttpExchange> calls = new CopyOnWriteArrayList<>();

	private volatile Answer answer;

	private volatile CountDownLatch held = new CountDownLatch(0);

	/**
	 * Answers a call.
	 */
	@FunctionalInterface
	public interface Answer {

		/**
		 * Answers it.
		 * @param call the call
		 * @param number counts the calls since the last reset, from 1
		 * @throws IOException if the connection fails
		 */
		void to(HttpExchange call, int number) throws IOException;

	}

	/**
	 * Starts it on a free port.
	 * @throws IOException if that fails
	 */
	public TestOrigin() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
		this.server.setExecutor(Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "origin");
			thread.setDaemon(true);
			return thread;
		}));
		this.server.createContext("/", this::handle);
		this.server.start();
		reset();
	}

	private void handle(HttpExchange call) throws IOException {
		int number;
		Answer current = this.answer;
		CountDownLatch gate = this.held;
		synchronized (this) {
			this.calls.add(call);
			number = this.calls.size();
		}
		try {
			gate.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		current.to(call, number);
	}

	/**
	 * Forgets what happened, and answers 200 again.
	 */
	public synchronized void reset() {
		this.calls.clear();
		this.held = new CountDownLatch(0);
		answers((call, number) -> respond(call, 200, "answer " + number));
	}

	/**
	 * Says what is answered from now on.
	 * @param answer the answer
	 */
	public void answers(Answer answer) {
		this.answer = answer;
	}

	/**
	 * Says what is answered from now on.
	 * @param status the status
	 * @param headers names and values
	 */
	public void answers(int status, String... headers) {
		answers((call, number) -> respond(call, status, "answer " + number, headers));
	}

	/**
	 * Answers a call.
	 * @param call the call
	 * @param status the status
	 * @param body the body
	 * @param headers names and values
	 * @throws IOException if the connection fails
	 */
	public static void respond(HttpExchange call, int status, String body, String... headers) throws IOException {
		for (int i = 0; i < headers.length; i += 2) {
			call.getResponseHeaders().add(headers[i], headers[i + 1]);
		}
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		boolean head = call.getRequestMethod().equals("HEAD");
		if (head) {
			call.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
		}
		call.sendResponseHeaders(status, (head || bytes.length == 0) ? -1 : bytes.length);
		if (!head && bytes.length > 0) {
			call.getResponseBody().write(bytes);
		}
		call.close();
	}

	/**
	 * Lets calls wait for {@link #release()}.
	 */
	public void hold() {
		this.held = new CountDownLatch(1);
	}

	/**
	 * Answers those who wait.
	 */
	public void release() {
		this.held.countDown();
	}

	/**
	 * What came since the last reset.
	 * @return the calls in order
	 */
	public List<HttpExchange> calls() {
		return List.copyOf(this.calls);
	}

	/**
	 * Where it is.
	 * @return such as {@code http://127.0.0.1:1234}
	 */
	public String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Waits until another thread has come as far.
	 * @param condition whether it has
	 */
	public static void until(BooleanSupplier condition) {
		try {
			for (int i = 0; i < 30_000 && !condition.getAsBoolean(); i++) {
				TimeUnit.MILLISECONDS.sleep(1);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (!condition.getAsBoolean()) {
			throw new AssertionError("Another thread did not come as far");
		}
	}

	@Override
	public void close() {
		release();
		this.server.stop(0);
	}

}
