package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.github.dynamodbtoolkit.dedupe.DynamoDbDedupeStore.Parts;
import io.github.dynamodbtoolkit.dedupe.Outcome.NoNews;
import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.value.EncodedValue;
import io.github.dynamodbtoolkit.value.ValueCodecException;
import org.jspecify.annotations.Nullable;

/**
 * One caller's way to the result of some work: doing it, waiting for it, or getting what
 * was kept.
 */
final class Execution<T extends @Nullable Object, X extends Exception> {

	private final DynamoDbDedupeStore store;

	private final Parts parts;

	private final String key;

	private final DedupeOptions options;

	private final Duration keepFor;

	private final Work<T, X> work;

	Execution(DynamoDbDedupeStore store, Parts parts, String key, DedupeOptions options, Work<T, X> work) {
		this.store = store;
		this.parts = parts;
		this.key = key;
		this.options = options;
		this.keepFor = (options.keepResultFor() != null) ? options.keepResultFor() : parts.settings().keepResultFor();
		this.work = work;
	}

	T run() throws X {
		Outcome outcome = findOutcome(Fingerprint.of(this.options.payload()));
		if (outcome instanceof Outcome.TakenOver owned) {
			return runAsOwner(owned.lease());
		}
		if (outcome instanceof Outcome.Completed completed) {
			return decode(completed.result());
		}
		if (mayRunUnprotected(outcome)) {
			this.parts.log()
				.warn(DedupeEvent.UNPROTECTED, "work was done without knowing whether others do it: " + outcome);
			return this.work.run();
		}
		throw failure(outcome);
	}

	private Outcome findOutcome(String fingerprint) {
		long start = this.parts.table().time().nanoTime();
		try {
			while (true) {
				Outcome outcome = outcome(this.store.registerOrJoin(this.key, fingerprint), start);
				if (outcome != null) {
					return outcome;
				}
			}
		}
		catch (TableException ex) {
			return new Outcome.Unavailable(ex);
		}
		catch (NoResultException ex) {
			return new NoNews(NoNews.Reason.CLOSED);
		}
	}

	/** Answers null if the work is done and its result lost, but may be done again. */
	private @Nullable Outcome outcome(Claim claim, long start) {
		if (claim instanceof Claim.Owned owned) {
			return new Outcome.TakenOver(owned.lease());
		}
		if (claim instanceof Claim.Finished finished) {
			return finished.outcome();
		}
		long waited = this.parts.table().time().nanoTime() - start;
		Outcome outcome = this.store.waitFor((Claim.Joined) claim,
				this.parts.settings().jobTimeout().minusNanos(waited));
		return (outcome instanceof Outcome.Withheld && this.keepFor.isZero()) ? null : outcome;
	}

	private T runAsOwner(Lease lease) throws X {
		T result = runWith(lease);
		try {
			EncodedValue encoded = this.parts.codec().encode(result, this.options.type());
			record(lease, new Outcome.Completed(encoded, Map.of()),
					() -> this.store.complete(lease, encoded, Map.of(), this.keepFor));
		}
		catch (ValueCodecException ex) {
			record(lease, Jobs.RESULT_NOT_ENCODABLE, () -> this.store.withhold(lease, this.keepFor));
		}
		return result;
	}

	private T runWith(Lease lease) throws X {
		lease.workOnThisThread(true);
		try {
			return this.work.run();
		}
		catch (Throwable ex) {
			record(lease, Outcome.Failed.of(ex), () -> this.store.fail(lease, ex));
			throw ex;
		}
		finally {
			lease.workOnThisThread(false);
		}
	}

	/**
	 * The work is done, and its caller gets what came of it, even if that cannot be
	 * recorded now; then it is tried on while the job may run, so that nobody does the
	 * work again.
	 */
	private void record(Lease lease, Outcome outcome, BooleanSupplier write) {
		try {
			write.getAsBoolean();
		}
		catch (TableException ex) {
			this.parts.log()
				.warn(DedupeEvent.NOT_RECORDED,
						"an outcome could not be recorded yet; this is tried again. " + ex.getMessage());
			this.parts.flights().tell(lease, outcome);
			recordLater(lease, write);
		}
	}

	private void recordLater(Lease lease, BooleanSupplier write) {
		this.parts.background().after(this.parts.settings().lease().dividedBy(10), () -> {
			try {
				if (!lease.isOver()) {
					write.getAsBoolean();
				}
			}
			catch (TableException ex) {
				recordLater(lease, write);
			}
		});
	}

	/** The declared type is the caller's word that it is a {@code T}. */
	@SuppressWarnings({ "unchecked", "NullAway" })
	private T decode(EncodedValue result) {
		try {
			return (T) this.parts.codec().decode(result, this.options.type());
		}
		catch (ValueCodecException ex) {
			throw failure(new Outcome.Withheld("it was stored as another type. " + ex.getMessage()));
		}
	}

	private boolean mayRunUnprotected(Outcome outcome) {
		OnUnavailable answer = (this.options.onUnavailable() != null) ? this.options.onUnavailable()
				: this.parts.settings().onUnavailable();
		return answer == OnUnavailable.RUN && (outcome instanceof Outcome.Unavailable
				|| (outcome instanceof NoNews noNews && noNews.reason() != NoNews.Reason.INTERRUPTED));
	}

	private RuntimeException failure(Outcome outcome) {
		if (outcome instanceof Outcome.Failed failed) {
			return new DedupedFailureException(this.key, failed);
		}
		if (outcome instanceof Outcome.Unavailable unavailable) {
			return unavailable.cause();
		}
		if (outcome instanceof Outcome.Mismatched) {
			return new PayloadMismatchException(this.key);
		}
		if (outcome instanceof NoNews noNews) {
			return new NoResultException(this.key, noNews.reason(), this.parts.settings());
		}
		return new NoResultException(this.key, (Outcome.Withheld) outcome);
	}

}
