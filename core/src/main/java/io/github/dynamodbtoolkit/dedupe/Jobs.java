package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.Update;
import io.github.dynamodbtoolkit.table.WriteResult;
import io.github.dynamodbtoolkit.value.EncodedValue;
import io.github.dynamodbtoolkit.value.PackedValue;
import io.github.dynamodbtoolkit.value.ValueItems;
import io.github.dynamodbtoolkit.value.ValueLimits;
import io.github.dynamodbtoolkit.value.ValueUnreadableException;
import org.jspecify.annotations.Nullable;

/**
 * The items of jobs, and the conditional writes that move them from one state to the
 * next; {@link Job} has their layout. A write whose answer was lost recognises itself by
 * its {@code rev}, or by the owner's token.
 * <p>
 * Anybody may take a key that is free. Who loses that race learns from the refused write
 * who won it. Only the owner whose token stands in the item may renew, finish or release
 * it, and only while it runs: a former owner's writes change nothing.
 */
final class Jobs {

	/**
	 * The item is absent, or its lease has ended, or cannot be read, for then it would
	 * never end; and the new fence is above the last. A fence that cannot be read, or is
	 * ahead of the clock, fails this condition, and {@link #UNCHANGED} is tried.
	 */
	private static final Expression FREE = Expression.of("attribute_not_exists(#pk) OR (#fence < :fence "
			+ "AND (#leaseUntil <= :now OR NOT attribute_type(#leaseUntil, :number)))");

	/** Nobody has written since the item was seen to be free. */
	private static final Expression UNCHANGED = Expression.of("attribute_not_exists(#pk) OR #rev = :seen");

	private static final Expression UNCHANGED_WITHOUT_REV = Expression
		.of("attribute_not_exists(#pk) OR NOT attribute_type(#rev, :string)");

	private static final Expression ABSENT = Expression.of("attribute_not_exists(#pk)");

	private static final Expression PRESENT = Expression.of("attribute_exists(#pk)");

	/** The owner's token stands in the item, and the job runs. */
	private static final Expression MINE = Expression.of("#jobId = :jobId AND #status = :running");

	private static final Expression CLAIM = Expression
		.of("SET #key = :key, #jobId = :rev, #status = :running, #leaseUntil = :leaseUntil, #fence = :fence, "
				+ "#fingerprint = :fingerprint, #createdAt = :now, #updatedAt = :now, #ttl = :ttl, #rev = :rev");

	private static final String WITHOUT_OUTCOME = " REMOVE #outcome, #outcomeFence, #outcomeFingerprint, #metadata, "
			+ "#error, #errorMessage, #value, #encoding, #type, #chunks, #size, #chunksId";

	private static final Expression RENEW = Expression
		.of("SET #leaseUntil = :leaseUntil, #updatedAt = :now, #ttl = :ttl, #rev = :rev" + WITHOUT_OUTCOME);

	private static final Expression CLEAR = Expression
		.of("SET #jobId = :rev, #status = :released, #leaseUntil = :zero, #updatedAt = :now, #ttl = :ttl, #rev = :rev"
				+ WITHOUT_OUTCOME);

	private static final String RUNNING = Job.Status.RUNNING.name();

	private static final Duration KEPT_IN_TABLE = Duration.ofDays(1);

	private static final String RESULT = "RESULT";

	private static final String FAILURE = "FAILURE";

	private static final String TOO_LARGE = "TOO_LARGE";

	private static final String NOT_ENCODABLE = "NOT_ENCODABLE";

	static final Outcome RESULT_TOO_LARGE = new Outcome.Withheld("nothing is stored, because it is too large");

	static final Outcome RESULT_NOT_ENCODABLE = new Outcome.Withheld(
			"nothing is stored, because it cannot be written as JSON");

	private static final Outcome RESULT_UNREADABLE = new Outcome.Withheld("what is stored cannot be read");

	private final TableClient table;

	private final ValueItems values;

	private final Duration lease;

	Jobs(TableClient table, Duration lease) {
		this.table = table;
		this.values = ValueItems.on(table);
		this.lease = lease;
	}

	/**
	 * Takes a key if it is free.
	 */
	Attempt claim(JobKey key, String fingerprint) {
		long now = now();
		return claim(key, fingerprint, now, now, FREE.with(":now", now).with(":fence", now).with(":number", "N"));
	}

	/**
	 * Takes a key that was seen to be free.
	 * @param seen what stood there, null for nothing
	 */
	Attempt claimSeen(JobKey key, String fingerprint, @Nullable Item seen) {
		long now = now();
		return claim(key, fingerprint, now, Math.max(now, Job.fence(seen, Job.FENCE) + 1), unchanged(seen));
	}

	private static Expression unchanged(@Nullable Item seen) {
		if (seen == null) {
			return ABSENT;
		}
		String rev = seen.string(Item.REV);
		return (rev != null) ? UNCHANGED.with(":seen", rev) : UNCHANGED_WITHOUT_REV.with(":string", "S");
	}

	private Attempt claim(JobKey key, String fingerprint, long now, long fence, Expression condition) {
		String token = this.table.newRev();
		Lease claimed = new Lease(key, token, fence, fingerprint, this.table.time());
		long validUntil = validUntil();
		WriteResult written = update(key,
				CLAIM.with(":key", key.text())
					.with(":running", RUNNING)
					.with(":leaseUntil", now + this.lease.toMillis())
					.with(":fence", fence)
					.with(":fingerprint", fingerprint)
					.with(":now", now)
					.with(":ttl", timeToLive(now))
					.with(":rev", token),
				condition);
		if (!written.applied()) {
			return new Attempt(null, written.item());
		}
		claimed.extend(validUntil);
		return new Attempt(claimed, null);
	}

	/** By the monotonic clock, taken before the request is sent. */
	private long validUntil() {
		return this.table.time().nanoTime() + this.lease.toNanos() / 5 * 4;
	}

	boolean renew(Lease lease) {
		long now = now();
		long validUntil = validUntil();
		boolean renewed = update(lease.jobKey(),
				RENEW.with(":leaseUntil", now + this.lease.toMillis())
					.with(":now", now)
					.with(":ttl", timeToLive(now))
					.with(":rev", this.table.newRev()),
				mine(lease))
			.applied();
		if (renewed) {
			lease.extend(validUntil);
		}
		return renewed;
	}

	private static Expression mine(Lease lease) {
		return MINE.with(":jobId", lease.token()).with(":running", RUNNING);
	}

	/**
	 * Ends a job with a result.
	 * @return whether the result itself is stored, or null if the job belongs to another
	 */
	@Nullable Boolean complete(Lease lease, EncodedValue result, Map<String, String> metadata, Duration keepFor) {
		PackedValue packed = this.values.pack(result, ValueLimits.defaults());
		if (packed == null) {
			return withhold(lease, TOO_LARGE, keepFor) ? false : null;
		}
		Item.Builder item = ended(lease, RESULT, keepFor).set(Job.METADATA, metadata);
		this.values.write(packed, item, this.table.newRev(), this.table.time().instant().plus(keepFor));
		return finish(lease, item) ? true : null;
	}

	boolean withholdNotEncodable(Lease lease, Duration keepFor) {
		return withhold(lease, NOT_ENCODABLE, keepFor);
	}

	private boolean withhold(Lease lease, String reason, Duration keepFor) {
		return finish(lease, ended(lease, reason, keepFor));
	}

	boolean fail(Lease lease, Outcome.Failed failure) {
		Item.Builder item = ended(lease, FAILURE, Duration.ZERO).set(Job.ERROR, failure.exceptionClass());
		if (failure.message() != null) {
			item.set(Job.ERROR_MESSAGE, failure.message());
		}
		return finish(lease, item);
	}

	boolean release(Lease lease) {
		return finish(lease, item(lease, Job.Status.RELEASED, 0));
	}

	private Item.Builder ended(Lease lease, String outcome, Duration keepFor) {
		long keptUntil = keepFor.isZero() ? 0 : this.table.time().instant().plus(keepFor).toEpochMilli();
		return item(lease, Job.Status.FINISHED, keptUntil).set(Job.OUTCOME, outcome)
			.set(Job.OUTCOME_FENCE, lease.fence())
			.set(Job.OUTCOME_FINGERPRINT, lease.fingerprint());
	}

	private Item.Builder item(Lease lease, Job.Status status, long leaseUntil) {
		long now = now();
		return Item.of(lease.jobKey().item())
			.set(Job.KEY, lease.key())
			.set(Job.JOB_ID, lease.token())
			.set(Job.STATUS, status.name())
			.set(Job.LEASE_UNTIL, leaseUntil)
			.set(Job.FENCE, lease.fence())
			.set(Job.FINGERPRINT, lease.fingerprint())
			.set(Job.CREATED_AT, lease.createdAt())
			.set(Job.UPDATED_AT, now)
			.set(Item.TTL, timeToLive(Math.max(now, leaseUntil)))
			.set(Item.REV, this.table.newRev());
	}

	/**
	 * A second call, after one whose answer was lost for good, finds what the first did.
	 * A thread that was interrupted while it worked stays marked so, but that must not
	 * keep the end of the job from the others.
	 */
	private boolean finish(Lease lease, Item.Builder builder) {
		boolean interrupted = Thread.interrupted();
		try {
			return finish(lease, builder.build());
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private boolean finish(Lease lease, Item item) {
		WriteResult written = this.table.put(item, mine(lease), CallKind.LEASE);
		Item present = written.item();
		return written.applied() || (present != null && lease.token().equals(present.string(Job.JOB_ID))
				&& String.valueOf(item.string(Job.STATUS)).equals(present.string(Job.STATUS))
				&& String.valueOf(item.string(Job.OUTCOME)).equals(String.valueOf(present.string(Job.OUTCOME))));
	}

	void clear(JobKey key) {
		long now = now();
		update(key,
				CLEAR.with(":released", Job.Status.RELEASED.name())
					.with(":zero", 0)
					.with(":now", now)
					.with(":ttl", timeToLive(now))
					.with(":rev", this.table.newRev()),
				PRESENT);
	}

	@Nullable Item read(JobKey key) {
		return this.table.get(key.item(), Consistency.STRONG, CallKind.LEASE);
	}

	private WriteResult update(JobKey key, Expression change, Expression condition) {
		return this.table.update(key.item(), Update.of(change).when(condition), CallKind.LEASE);
	}

	/**
	 * Reads how a job ended.
	 * @param item an item that has an outcome
	 */
	Outcome outcome(Item item) {
		return switch (String.valueOf(item.string(Job.OUTCOME))) {
			case RESULT -> result(item);
			case FAILURE -> new Outcome.Failed(text(item, Job.ERROR), item.string(Job.ERROR_MESSAGE), null);
			case TOO_LARGE -> RESULT_TOO_LARGE;
			case NOT_ENCODABLE -> RESULT_NOT_ENCODABLE;
			default -> RESULT_UNREADABLE;
		};
	}

	private Outcome result(Item item) {
		try {
			Map<String, String> metadata = item.strings(Job.METADATA);
			return new Outcome.Completed(this.values.read(item, ValueLimits.defaults()),
					(metadata != null) ? Map.copyOf(metadata) : Map.of());
		}
		catch (ValueUnreadableException ex) {
			return RESULT_UNREADABLE;
		}
	}

	private static String text(Item item, String name) {
		String text = item.string(name);
		return (text != null) ? text : "an unknown exception";
	}

	long now() {
		return this.table.time().millis();
	}

	private static long timeToLive(long lastUse) {
		return Instant.ofEpochMilli(lastUse).plus(KEPT_IN_TABLE).getEpochSecond() + 1;
	}

	/**
	 * What became of an attempt to take a key.
	 *
	 * @param lease the new owner's lease, null if it was refused
	 * @param present if refused, what stands there, null for nothing
	 */
	record Attempt(@Nullable Lease lease, @Nullable Item present) {
	}

}
