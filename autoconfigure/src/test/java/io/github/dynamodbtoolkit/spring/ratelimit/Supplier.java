package io.github.dynamodbtoolkit.spring.ratelimit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.ratelimit.Priority;

/**
 * A bean with limited methods.
 */
public class Supplier {

	final AtomicInteger calls = new AtomicInteger();

	@RateLimited(resource = "supplier", key = "#user")
	public int quote(String user) {
		return this.calls.incrementAndGet();
	}

	@RateLimited(resource = "supplier", key = "'batch-' + #user", permits = "#items.size()")
	public int quoteAll(String user, List<String> items) {
		return this.calls.addAndGet(items.size());
	}

	@RateLimited(resource = "patient", key = "#user")
	public int quotePatiently(String user) {
		return this.calls.incrementAndGet();
	}

	@RateLimited(resource = "once", key = "#user", fallback = "fromList")
	public String price(String user, int item) {
		return "price of " + item;
	}

	@SuppressWarnings("unused")
	private String fromList(String user, int item) {
		return "list price of " + item;
	}

	@RateLimited(resource = "once", key = "#user", fallback = "explain")
	public CharSequence reason(String user) {
		return "none";
	}

	public String explain(String user) {
		throw new AssertionError("The one with the exception is more to the point");
	}

	public String explain(String user, RateLimitExceededException refusal) {
		return user + ": " + refusal.getResource();
	}

	@RateLimited(resource = "once", key = "#user", fallback = "failing")
	public int failsInstead(String user) {
		return 1;
	}

	public int failing(String user) {
		throw new UnsupportedOperationException("own failure");
	}

	@RateLimited(resource = "shared", key = "#user", priority = Priority.BACKGROUND)
	public int inBackground(String user) {
		return this.calls.incrementAndGet();
	}

	@RateLimited(resource = "once", key = "#user")
	public CompletableFuture<Integer> later(String user) {
		return CompletableFuture.completedFuture(this.calls.incrementAndGet());
	}

	@RateLimited(resource = "closed")
	public int closed() {
		return this.calls.incrementAndGet();
	}

	@RateLimited(resource = "open")
	public int open() {
		return this.calls.incrementAndGet();
	}

	@RateLimited(resource = "once", permits = "#user")
	public int withWrongPermits(String user) {
		return 1;
	}

	@RateLimited(resource = "once", key = "#user")
	public int withWrongKey(Object user) {
		return 1;
	}

}
