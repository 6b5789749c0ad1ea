package io.github.dynamodbtoolkit.spring.http;

import java.io.IOException;
import java.time.Duration;

import io.github.dynamodbtoolkit.dedupe.Claim;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.dedupe.NoResultException;
import io.github.dynamodbtoolkit.dedupe.Outcome;
import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.table.TableException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpResponse;

/**
 * Makes one of several equal calls that are under way at once, in whichever instances;
 * the others wait for its answer, or its failure. An answer that turns out not to be for
 * others is not shown to them: each then calls for himself, as all do when the store
 * fails.
 */
final class JoinEqualCalls implements Stage {

	/** For a call elsewhere whose owner lives; a dead one is replaced after its lease. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	private final DedupeStore store;

	private final HttpLog log;

	JoinEqualCalls(DedupeStore store, HttpLog log) {
		this.store = store.in("http");
		this.log = log;
	}

	/** Whether an equal call is under way in this instance. */
	boolean isInFlightHere(HttpCall call) {
		return call.sent() != null && this.store.isInFlightHere(call.sent().key());
	}

	@Override
	public ClientHttpResponse handle(HttpCall call, Exchange rest) throws IOException {
		SentRequest sent = call.sent();
		return sent != null ? handle(call, sent, rest) : rest.proceed(call);
	}

	private ClientHttpResponse handle(HttpCall call, SentRequest sent, Exchange rest) throws IOException {
		Outcome outcome = outcomeOfOthers(call, sent);
		if (outcome instanceof Outcome.TakenOver own) {
			return new OwnedCall(this.store, this.log, call, sent, own.lease()).exchange(rest);
		}
		if (outcome instanceof Outcome.Failed failed) {
			throw failure(failed);
		}
		SharedAnswer answer = outcome instanceof Outcome.Completed done ? SharedAnswer.read(done) : null;
		if (answer == null) {
			return rest.proceed(call);
		}
		this.log.record(call, HttpEvent.JOINED);
		return answer.toResponse();
	}

	private static IOException failure(Outcome.Failed failed) {
		return new IOException("An equal call failed: " + failed.exceptionClass()
				+ (failed.message() != null ? ": " + failed.message() : ""), failed.cause());
	}

	/**
	 * Null if there is none; {@link Outcome.TakenOver} if this is the call to be made.
	 */
	private @Nullable Outcome outcomeOfOthers(HttpCall call, SentRequest sent) {
		try {
			Claim claim = this.store.registerOrJoin(sent.key(), null);
			if (claim instanceof Claim.Owned owned) {
				return new Outcome.TakenOver(owned.lease());
			}
			return claim instanceof Claim.Joined joined ? this.store.waitFor(joined, LONGEST_WAIT) : null;
		}
		catch (TableException | NoResultException | IllegalStateException ex) {
			this.log.warn(call, HttpEvent.NOT_DEDUPED,
					"calls are made without looking for equal ones. " + ex.getMessage());
			return null;
		}
	}

}
