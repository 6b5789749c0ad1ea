package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.dedupe.Jobs.Attempt;
import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.Keys;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.value.EncodedValue;
import io.github.dynamodbtoolkit.value.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on DynamoDB; {@link Job} has the layout of their items, {@link Jobs} the
 * conditional writes and what the loser of a race sees, {@link Flights} the waiting.
 */
final class DynamoDbDedupeStore implements DedupeStore {

	private static final Duration GRACE = Duration.ofSeconds(5);

	private static final int CLAIM_ATTEMPTS = 10;

	private final Parts parts;

	private final @Nullable String scope;

	private DynamoDbDedupeStore(Parts parts, @Nullable String scope) {
		this.parts = parts;
		this.scope = scope;
	}

	static DedupeStore on(TableClient table, ValueCodec codec, DedupeSettings settings, Background background) {
		requireLongLease(settings, table.settings().budgets().of(CallKind.LEASE).timeout());
		DedupeLog log = new DedupeLog(table);
		Jobs jobs = new Jobs(table, settings.lease());
		return new DynamoDbDedupeStore(
				new Parts(table, codec, settings, jobs, new Flights(jobs, settings, table.time(), background, log),
						new Heartbeats(settings, background), background, log),
				null);
	}

	/** A renewal that takes its whole time must still leave time for another. */
	private static void requireLongLease(DedupeSettings settings, Duration timeout) {
		Duration shortest = timeout.multipliedBy(3);
		if (settings.lease().compareTo(shortest) < 0) {
			throw new IllegalArgumentException("lease " + DurationText.of(settings.lease())
					+ " is too short for calls of DynamoDB that may take " + DurationText.of(timeout)
					+ ": use at least " + DurationText.of(shortest) + ", or a shorter time budget for leases.");
		}
	}

	@Override
	public <T extends @Nullable Object, X extends Exception> T execute(String key, DedupeOptions options,
			Work<T, X> work) throws X {
		return new Execution<>(this, this.parts, key, options, work).run();
	}

	@Override
	public Claim registerOrJoin(String key, @Nullable String fingerprint) {
		JobKey jobKey = jobKey(key);
		if (this.parts.flights().isClosed()) {
			throw closed(jobKey);
		}
		Flight flight = this.parts.flights().enter(jobKey);
		try {
			return register(flight, (fingerprint != null) ? fingerprint : Fingerprint.NONE);
		}
		finally {
			this.parts.flights().leave(flight);
		}
	}

	/**
	 * While one caller asks for the key, the others of this instance wait to see whether
	 * it becomes the owner. If not, each asks by itself: the answer that the first one
	 * got may be older than their calls.
	 */
	private Claim register(Flight flight, String fingerprint) {
		boolean first = flight.claiming().tryLock();
		if (!first) {
			flight.claiming().lock();
		}
		try {
			Lease owner = flight.owner();
			if (owner != null) {
				return joinHere(owner, fingerprint);
			}
			if (first) {
				return ask(flight.key(), fingerprint);
			}
		}
		finally {
			flight.claiming().unlock();
		}
		return ask(flight.key(), fingerprint);
	}

	private Claim joinHere(Lease owner, String fingerprint) {
		if (owner.isWorkedOnByThisThread()) {
			throw new IllegalStateException("The work for dedupe key '" + owner.key()
					+ "' asks for the same key again: it would wait for itself.");
		}
		return join(owner.key(), owner.fence(), owner.fingerprint(), fingerprint);
	}

	private Claim join(String key, long fence, String theirs, String mine) {
		requireSame(key, theirs, mine);
		this.parts.log().record(DedupeEvent.JOINED);
		return new Claim.Joined(key, fence, mine);
	}

	private void requireSame(String key, String theirs, String mine) {
		if (Fingerprint.differ(theirs, mine)) {
			this.parts.log().record(DedupeEvent.PAYLOAD_MISMATCH);
			throw new PayloadMismatchException(key);
		}
	}

	private Claim ask(JobKey key, String fingerprint) {
		Attempt attempt = this.parts.jobs().claim(key, fingerprint);
		for (int i = 0; i < CLAIM_ATTEMPTS; i++) {
			if (attempt.lease() != null) {
				return owned(attempt.lease());
			}
			Claim other = second(key, new Sighting(this.parts.jobs(), key, attempt.present()), fingerprint);
			if (other != null) {
				return other;
			}
			attempt = this.parts.jobs().claimSeen(key, fingerprint, attempt.present());
		}
		throw new IllegalStateException("Dedupe key '" + key.text() + "' changed hands " + CLAIM_ATTEMPTS
				+ " times while it was asked for. Try again.");
	}

	/** What a caller is who is not the first; null if nobody holds the key. */
	private @Nullable Claim second(JobKey key, Sighting sighting, String fingerprint) {
		Job running = sighting.runningJob();
		if (running != null) {
			return join(key.text(), running.fence(), running.fingerprint(), fingerprint);
		}
		Job kept = sighting.keptJob();
		if (kept == null) {
			return null;
		}
		requireSame(key.text(), kept.fingerprint(), fingerprint);
		this.parts.log().record(DedupeEvent.REPLAYED);
		return new Claim.Finished(sighting.keptOutcome());
	}

	private Claim owned(Lease lease) {
		if (own(lease, DedupeEvent.OWNED)) {
			return new Claim.Owned(lease);
		}
		throw closed(lease.jobKey());
	}

	private NoResultException closed(JobKey key) {
		return new NoResultException(key.text(), Outcome.NoNews.Reason.CLOSED, this.parts.settings());
	}

	/**
	 * Begins a job.
	 * @return false if the store was closed meanwhile: its lease, which nothing would
	 * renew, is released
	 */
	private boolean own(Lease lease, DedupeEvent event) {
		this.parts.log().record(event);
		this.parts.flights().began(lease);
		this.parts.heartbeats().start(lease, this::keep);
		if (this.parts.flights().isClosed()) {
			releaseOrLeave(lease);
			return false;
		}
		return true;
	}

	@Override
	public Outcome waitFor(Claim.Joined joined, Duration timeout) {
		JobKey key = jobKey(joined.key());
		Outcome outcome = this.parts.flights().await(key, joined, timeout, this::takeOver);
		if (outcome instanceof Outcome.NoNews noNews && noNews.reason() == Outcome.NoNews.Reason.TIMED_OUT) {
			this.parts.log().record(DedupeEvent.WAIT_TIMED_OUT);
		}
		return outcome;
	}

	private @Nullable Outcome takeOver(Claim.Joined joined, @Nullable Item seen) {
		JobKey key = jobKey(joined.key());
		String fingerprint = (joined.fingerprint() != null) ? joined.fingerprint() : Fingerprint.NONE;
		Attempt attempt = this.parts.jobs().claimSeen(key, fingerprint, seen);
		if (attempt.lease() != null) {
			return own(attempt.lease(), DedupeEvent.TAKEN_OVER) ? new Outcome.TakenOver(attempt.lease()) : null;
		}
		return new Sighting(this.parts.jobs(), key, attempt.present()).outcomeFor(joined.fence(), fingerprint);
	}

	@Override
	public boolean complete(Lease lease, EncodedValue result, Map<String, String> metadata, Duration keepFor) {
		DedupeSettings.requireKeepResultFor(keepFor);
		Boolean stored = this.parts.jobs().complete(lease, result, metadata, keepFor);
		if (Boolean.FALSE.equals(stored)) {
			return ended(lease, Jobs.RESULT_TOO_LARGE, DedupeEvent.WITHHELD, true);
		}
		return ended(lease, new Outcome.Completed(result, Map.copyOf(metadata)), DedupeEvent.COMPLETED, stored != null);
	}

	/** As {@link #complete} with a result that there is no way to write. */
	boolean withhold(Lease lease, Duration keepFor) {
		return ended(lease, Jobs.RESULT_NOT_ENCODABLE, DedupeEvent.WITHHELD,
				this.parts.jobs().withholdNotEncodable(lease, keepFor));
	}

	@Override
	public boolean fail(Lease lease, Throwable failure) {
		Outcome.Failed failed = Outcome.Failed.of(failure);
		return ended(lease, failed, DedupeEvent.FAILED, this.parts.jobs().fail(lease, failed));
	}

	@Override
	public boolean release(Lease lease) {
		return ended(lease, null, DedupeEvent.RELEASED, this.parts.jobs().release(lease));
	}

	private boolean ended(Lease lease, @Nullable Outcome outcome, DedupeEvent event, boolean recorded) {
		if (recorded) {
			this.parts.log().record(event);
			endAndTell(lease, outcome);
		}
		else {
			lost(lease);
		}
		return recorded;
	}

	/** In this order, so that nobody who learns the outcome joins again. */
	private void endAndTell(Lease lease, @Nullable Outcome outcome) {
		this.parts.end(lease);
		if (outcome != null) {
			this.parts.flights().tell(lease, outcome);
		}
	}

	@Override
	public void abandon(Lease lease, Outcome outcome) {
		this.parts.log()
			.warn(DedupeEvent.NOT_RECORDED,
					"an outcome could not be recorded; its lease is left to expire, and others may begin again then");
		endAndTell(lease, outcome);
	}

	@Override
	public boolean renew(Lease lease) {
		boolean renewed = this.parts.jobs().renew(lease);
		if (!renewed) {
			lost(lease);
		}
		return renewed;
	}

	/** At each heartbeat. */
	private boolean keep(Lease lease) {
		Duration timeout = this.parts.settings().jobTimeout();
		if (lease.nanosSinceStart() < timeout.toNanos()) {
			return renew(lease);
		}
		if (this.parts.end(lease)) {
			this.parts.log()
				.warn(DedupeEvent.JOB_TIMED_OUT, "a job runs for longer than job-timeout (" + DurationText.of(timeout)
						+ "); others may begin it again");
		}
		return false;
	}

	private void lost(Lease lease) {
		if (this.parts.end(lease)) {
			this.parts.log()
				.warn(DedupeEvent.LEASE_LOST, "an owner lost its lease: it was paused or cut off for longer than that, "
						+ "its job ran for too long, or somebody cleared the key; its outcome is not recorded");
		}
	}

	@Override
	public boolean isInProgress(String key) {
		JobKey jobKey = jobKey(key);
		return new Sighting(this.parts.jobs(), jobKey, this.parts.jobs().read(jobKey)).runningJob() != null;
	}

	@Override
	public boolean isInFlightHere(String key) {
		return this.parts.flights().isInUse(jobKey(key));
	}

	@Override
	public void clear(String key) {
		JobKey jobKey = jobKey(key);
		this.parts.jobs().clear(jobKey);
		Lease owner = this.parts.flights().ownerOf(jobKey);
		if (owner != null) {
			lost(owner);
		}
	}

	@Override
	public List<RunningJob> running() {
		return this.parts.heartbeats()
			.running()
			.stream()
			.map(this::describe)
			.sorted(Comparator.comparing(RunningJob::runningFor).reversed())
			.toList();
	}

	private RunningJob describe(Lease lease) {
		JobKey key = lease.jobKey();
		return new RunningJob(key.scope(), key.text(), lease.fence(), Duration.ofNanos(lease.nanosSinceStart()),
				this.parts.flights().waiters(key));
	}

	/** How many callers of this instance wait for a key. */
	int waiters(String key) {
		return this.parts.flights().waiters(jobKey(key));
	}

	private JobKey jobKey(String key) {
		Keys.requireName("Dedupe key", key, Keys.MAX_NAME_BYTES);
		Keys keys = this.parts.table().keys();
		return new JobKey((this.scope != null) ? keys.dedupeJob(this.scope, key) : keys.dedupeJob(key), this.scope,
				key);
	}

	@Override
	public DedupeStore in(String scope) {
		return new DynamoDbDedupeStore(this.parts, Keys.requireName("Dedupe scope", scope, Keys.MAX_CACHE_NAME_BYTES));
	}

	@Override
	public void close() {
		if (this.scope != null) {
			return;
		}
		this.parts.heartbeats().awaitEnd(GRACE);
		this.parts.flights().close();
		this.parts.heartbeats().running().forEach(this::releaseOrLeave);
		this.parts.background().stop();
	}

	private void releaseOrLeave(Lease lease) {
		try {
			release(lease);
		}
		catch (TableException ex) {
			this.parts.log()
				.warn(DedupeEvent.NOT_RECORDED, "a lease could not be released at the end. " + ex.getMessage());
		}
	}

	/**
	 * What a store and its scopes share.
	 */
	record Parts(TableClient table, ValueCodec codec, DedupeSettings settings, Jobs jobs, Flights flights,
			Heartbeats heartbeats, Background background, DedupeLog log) {

		/**
		 * A job has ended here.
		 * @return false if that was known already
		 */
		boolean end(Lease lease) {
			boolean first = lease.end();
			if (first) {
				this.heartbeats.stop(lease);
				this.flights.ended(lease);
			}
			return first;
		}

	}

}
