package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.dynamodbtoolkit.dedupe.Outcome.NoNews;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A caller who waits for the outcome of one run of a job, or a later one.
 */
final class Waiter {

	/** The deadline is the time source's, which need not pass as the JVM's time does. */
	private static final Duration LONGEST_BLINK = Duration.ofMillis(200);

	private final CompletableFuture<News> news = new CompletableFuture<>();

	private final long fence;

	private final String fingerprint;

	Waiter(Claim.Joined joined) {
		this.fence = joined.fence();
		this.fingerprint = (joined.fingerprint() != null) ? joined.fingerprint() : Fingerprint.NONE;
	}

	long fence() {
		return this.fence;
	}

	String fingerprint() {
		return this.fingerprint;
	}

	/**
	 * Tells it the end of the run that it waits for.
	 */
	boolean tell(Outcome outcome) {
		return this.news.complete(new News(outcome, null));
	}

	/**
	 * Asks it to take the key.
	 * @param seen what stands there, null for nothing
	 * @return false if it has left, or knows already
	 */
	boolean askToTakeOver(@Nullable Item seen) {
		return this.news.complete(new News(null, seen));
	}

	News await(TimeSource time, long deadlineNanos) {
		try {
			while (true) {
				long left = deadlineNanos - time.nanoTime();
				if (left <= 0) {
					return leave(NoNews.Reason.TIMED_OUT);
				}
				News current = poll(Math.min(left, LONGEST_BLINK.toNanos()));
				if (current != null) {
					return current;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return leave(NoNews.Reason.INTERRUPTED);
		}
	}

	private @Nullable News poll(long nanos) throws InterruptedException {
		try {
			return this.news.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return null;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Unless there is news at the last moment. */
	private News leave(NoNews.Reason reason) {
		tell(new NoNews(reason));
		return this.news.join();
	}

	/**
	 * What a waiter is told.
	 *
	 * @param outcome the outcome, null if it is to take over
	 * @param seen the item to take over, null for none
	 */
	record News(@Nullable Outcome outcome, @Nullable Item seen) {
	}

}
