package io.github.dynamodbtoolkit.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * One HTTP request of the SDK on its way through a {@link FaultyHttpClient}, and
 * afterwards what became of it.
 */
public final class Attempt implements ExecutableHttpRequest {

	private final SdkHttpClient real;

	private final HttpExecuteRequest request;

	private final String operation;

	private final String body;

	private final int number;

	private final Fault fault;

	private final long startNanos = System.nanoTime();

	private final CountDownLatch aborted = new CountDownLatch(1);

	private volatile ExecutableHttpRequest sent;

	private volatile boolean applied;

	Attempt(SdkHttpClient real, HttpExecuteRequest request, String operation, String body, int number, Fault fault) {
		this.real = real;
		this.request = request;
		this.operation = operation;
		this.body = body;
		this.number = number;
		this.fault = fault;
	}

	@Override
	public HttpExecuteResponse call() throws IOException {
		return this.fault.answer(this);
	}

	@Override
	public void abort() {
		this.aborted.countDown();
		ExecutableHttpRequest current = this.sent;
		if (current != null) {
			current.abort();
		}
	}

	/**
	 * Sends the request as it is.
	 * @return the true answer
	 * @throws IOException if the connection fails
	 */
	public HttpExecuteResponse send() throws IOException {
		return send(this.request);
	}

	/**
	 * Sends the request with another body.
	 * @param changedBody the body
	 * @return the true answer
	 * @throws IOException if the connection fails
	 */
	public HttpExecuteResponse send(String changedBody) throws IOException {
		byte[] bytes = changedBody.getBytes(StandardCharsets.UTF_8);
		SdkHttpRequest changed = this.request.httpRequest()
			.copy((copy) -> copy.putHeader("Content-Length", Integer.toString(bytes.length)));
		return send(HttpExecuteRequest.builder()
			.request(changed)
			.contentStreamProvider(ContentStreamProvider.fromByteArray(bytes))
			.build());
	}

	private HttpExecuteResponse send(HttpExecuteRequest toSend) throws IOException {
		this.sent = this.real.prepareRequest(toSend);
		HttpExecuteResponse response = this.sent.call();
		this.applied = response.httpResponse().isSuccessful();
		return response;
	}

	/**
	 * Waits, until the calling thread is interrupted or the SDK gives the request up.
	 * @param duration how long
	 * @throws IOException if the wait was cut short
	 */
	public void pause(Duration duration) throws IOException {
		try {
			if (this.aborted.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new SocketException("Socket closed");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while waiting for an answer");
		}
	}

	/**
	 * What was called.
	 * @return DynamoDB's name of the operation, such as {@code PutItem}
	 */
	public String operation() {
		return this.operation;
	}

	/**
	 * Counts the attempts of this operation under the rule that held.
	 * @return the number, from 1
	 */
	public int number() {
		return this.number;
	}

	/**
	 * The request's body as the SDK wrote it.
	 * @return JSON
	 */
	public String body() {
		return this.body;
	}

	/**
	 * The values of one of the request's headers.
	 * @param name its name
	 * @return its values
	 */
	public List<String> header(String name) {
		return this.request.httpRequest().matchingHeaders(name);
	}

	/**
	 * Tells whether DynamoDB did what it was asked, whatever the SDK came to know.
	 * @return whether it did
	 */
	public boolean applied() {
		return this.applied;
	}

	/**
	 * When the attempt began.
	 * @return as of {@link System#nanoTime()}
	 */
	public long startNanos() {
		return this.startNanos;
	}

	@Override
	public String toString() {
		return this.operation + " " + this.number + (this.applied ? " (applied)" : "");
	}

}
