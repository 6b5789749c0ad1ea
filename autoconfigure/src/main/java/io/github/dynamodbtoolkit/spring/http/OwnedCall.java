package io.github.dynamodbtoolkit.spring.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.time.Duration;

import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.dedupe.Lease;
import io.github.dynamodbtoolkit.dedupe.Outcome;
import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.table.TableException;

import org.springframework.http.client.ClientHttpResponse;

/**
 * A call for whose outcome others may wait. Whatever happens to it, they learn of it.
 */
final class OwnedCall {

	/** In bytes; those who wait for a larger one call themselves. */
	static final int LARGEST_BODY = 1024 * 1024;

	private final DedupeStore store;

	private final HttpLog log;

	private final HttpCall call;

	private final SentRequest sent;

	private final Lease lease;

	/** Unless something better comes of it. */
	private Outcome outcome = SharedAnswer.NONE;

	OwnedCall(DedupeStore store, HttpLog log, HttpCall call, SentRequest sent, Lease lease) {
		this.store = store;
		this.log = log;
		this.call = call;
		this.sent = sent;
		this.lease = lease;
	}

	ClientHttpResponse exchange(Stage.Exchange rest) throws IOException {
		try {
			ClientHttpResponse response = rest.proceed(this.call);
			boolean forAll = this.sent.isAsExpected() && this.sent.equal().isForAll(response.getHeaders());
			return forAll && !SharedAnswer.isStream(response.getHeaders()) ? share(response) : keepFromOthers(response);
		}
		catch (IOException ex) {
			this.outcome = Outcome.Failed.of(ex);
			throw ex;
		}
		finally {
			tellTheOthers();
		}
	}

	/** The caller can read the body, whatever became of it. */
	private ClientHttpResponse share(ClientHttpResponse response) throws IOException {
		byte[] body = beginningOfBody(response);
		if (body.length > LARGEST_BODY) {
			return keepFromOthers(new ReadResponse(response,
					new SequenceInputStream(new ByteArrayInputStream(body), response.getBody())));
		}
		ReadResponse whole = new ReadResponse(response, new ByteArrayInputStream(body));
		SharedAnswer answer = SharedAnswer.of(response, body);
		if (answer == null) {
			return keepFromOthers(whole);
		}
		this.outcome = answer.toOutcome();
		return whole;
	}

	private ClientHttpResponse keepFromOthers(ClientHttpResponse response) {
		this.log.record(this.call, HttpEvent.NOT_SHARED);
		return response;
	}

	private static byte[] beginningOfBody(ClientHttpResponse response) throws IOException {
		try {
			return response.getBody().readNBytes(LARGEST_BODY + 1);
		}
		catch (IOException ex) {
			response.close();
			throw ex;
		}
	}

	/** An interrupt is for this caller, and must not keep the outcome from the others. */
	private void tellTheOthers() {
		try {
			record(Thread.currentThread().isInterrupted());
		}
		catch (TableException ex) {
			this.store.abandon(this.lease, this.outcome);
		}
	}

	private void record(boolean interrupted) {
		if (this.outcome instanceof Outcome.Completed done) {
			this.store.complete(this.lease, done.result(), done.metadata(), Duration.ZERO);
		}
		else if (this.outcome instanceof Outcome.Failed failed && failed.cause() != null && !interrupted) {
			this.store.fail(this.lease, failed.cause());
		}
		else {
			this.store.release(this.lease);
		}
	}

}
