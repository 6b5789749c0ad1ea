package io.github.dynamodbtoolkit.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client for the SDK that lets faults happen as a rule says, and keeps a journal
 * of every attempt. It lies below retries and signing, so that the SDK reacts as it would
 * in production. Without a rule everything passes. Safe for use by many threads.
 */
public final class FaultyHttpClient implements SdkHttpClient {

	private final SdkHttpClient real;

	private final Queue<Attempt> journal = new ConcurrentLinkedQueue<>();

	private volatile Plan plan = new Plan((operation, number) -> Fault.none());

	/**
	 * Decides what happens to an attempt.
	 */
	@FunctionalInterface
	public interface Rule {

		/**
		 * The fault of one attempt.
		 * @param operation DynamoDB's name of the operation, such as {@code PutItem}
		 * @param number counts the attempts of this operation since the rule was set,
		 * from 1
		 * @return what happens, {@link Fault#none()} for nothing
		 */
		Fault fault(String operation, int number);

	}

	private record Plan(Rule rule, Map<String, AtomicInteger> attempts) {

		Plan(Rule rule) {
			this(rule, new ConcurrentHashMap<>());
		}

		int count(String operation) {
			return this.attempts.computeIfAbsent(operation, (name) -> new AtomicInteger()).incrementAndGet();
		}

	}

	/**
	 * Lies over another HTTP client, which is not closed with it.
	 * @param real sends what passes
	 */
	public FaultyHttpClient(SdkHttpClient real) {
		this.real = real;
	}

	/**
	 * Lies over the HTTP client of {@link DynamoDbLocal}.
	 */
	public FaultyHttpClient() {
		this(DynamoDbLocal.httpClient());
	}

	/**
	 * Sets what happens from now on.
	 * @param rule decides for each attempt
	 */
	public void rule(Rule rule) {
		this.plan = new Plan(rule);
	}

	/**
	 * Lets a fault happen to every attempt from now on.
	 * @param fault what happens
	 */
	public void always(Fault fault) {
		rule((operation, number) -> fault);
	}

	/**
	 * Lets a fault happen to the next attempt of one operation only.
	 * @param operation DynamoDB's name of the operation, such as {@code PutItem}
	 * @param fault what happens
	 */
	public void once(String operation, Fault fault) {
		rule((name, number) -> name.equals(operation) && number == 1 ? fault : Fault.none());
	}

	/**
	 * Lets everything pass from now on.
	 */
	public void heal() {
		always(Fault.none());
	}

	/**
	 * Every attempt in the order of their starts.
	 * @return the attempts since the start or the last {@link #forget()}
	 */
	public List<Attempt> journal() {
		return List.copyOf(this.journal);
	}

	/**
	 * Counts attempts.
	 * @return the number of attempts since the start or the last {@link #forget()}
	 */
	public int attempts() {
		return this.journal.size();
	}

	/**
	 * Empties the journal.
	 */
	public void forget() {
		this.journal.clear();
	}

	@Override
	public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
		String operation = request.httpRequest()
			.firstMatchingHeader("X-Amz-Target")
			.map((target) -> target.substring(target.indexOf('.') + 1))
			.orElse("?");
		Plan current = this.plan;
		int number = current.count(operation);
		Attempt attempt = new Attempt(this.real, request, operation, body(request), number,
				current.rule().fault(operation, number));
		this.journal.add(attempt);
		return attempt;
	}

	private static String body(HttpExecuteRequest request) {
		return request.contentStreamProvider().map(FaultyHttpClient::text).orElse("");
	}

	private static String text(ContentStreamProvider content) {
		try (InputStream stream = content.newStream()) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String clientName() {
		return this.real.clientName();
	}

	@Override
	public void close() {
		// the real one is shared
	}

}
