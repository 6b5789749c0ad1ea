package io.github.dynamodbtoolkit.dedupe;

import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.table.Item;
import org.jspecify.annotations.Nullable;

/**
 * A job's item, read. Its attributes, beside {@code rev} and {@code ttl}:
 *
 * <pre>
 * key                 S  the key as its user wrote it
 * jobId               S  the present owner's token
 * status              S  RUNNING, FINISHED or RELEASED
 * leaseUntil          N  epoch ms until which nobody else may begin: while it runs, the
 *                        end of the lease; finished, the end of the time for which the
 *                        outcome is kept; 0 if the key is free
 * fence               N  grows with each owner; epoch ms, or one more than the last
 * fingerprint         S  of the payload, empty for none
 * createdAt           N  epoch ms at which the owner began
 * updatedAt           N  epoch ms of the last write
 * outcome             S  RESULT, FAILURE, TOO_LARGE or NOT_ENCODABLE
 * outcomeFence        N  the fence of the job that ended so
 * outcomeFingerprint  S  its fingerprint
 * value, encoding, type, chunks, size, chunksId: of a RESULT, the value
 * metadata            M  of a RESULT, what its owner added
 * error, errorMessage S  of a FAILURE, the exception's class and message
 * </pre>
 *
 * A new owner leaves the last outcome where it is, for those who still wait for it; the
 * first renewal takes it away. Items are never deleted by us, so that fences only grow;
 * {@code ttl} is at least a day after the last write.
 *
 * @param status whether it runs
 * @param leaseUntil epoch ms
 * @param fence the owner's fence
 * @param fingerprint empty for none
 */
record Job(Status status, long leaseUntil, long fence, String fingerprint) {

	static final String KEY = "key";

	static final String JOB_ID = "jobId";

	static final String STATUS = "status";

	static final String LEASE_UNTIL = "leaseUntil";

	static final String FENCE = "fence";

	static final String FINGERPRINT = "fingerprint";

	static final String CREATED_AT = "createdAt";

	static final String UPDATED_AT = "updatedAt";

	static final String OUTCOME = "outcome";

	static final String OUTCOME_FENCE = "outcomeFence";

	static final String OUTCOME_FINGERPRINT = "outcomeFingerprint";

	static final String METADATA = "metadata";

	static final String ERROR = "error";

	static final String ERROR_MESSAGE = "errorMessage";

	/** No clock of ours gives a larger fence before the year 36,000. */
	private static final long LARGEST_FENCE = 1L << 50;

	/** No lease of ours ends later, whatever the clocks. */
	private static final long LONGEST_LEASE = DedupeSettings.LONGEST_LEASE.toMillis() + TimeUnit.DAYS.toMillis(1);

	/** Nothing of ours is kept longer, whatever the clocks. */
	private static final long LONGEST_KEPT = DedupeSettings.LONGEST_KEPT.toMillis() + TimeUnit.DAYS.toMillis(1);

	enum Status {

		RUNNING, FINISHED, RELEASED

	}

	/**
	 * Reads a job.
	 * @return the job, or null if the item is not a job of that key: whoever wrote it, it
	 * holds no lease and has no outcome
	 */
	static @Nullable Job read(@Nullable Item item, String key) {
		if (item == null || !key.equals(item.string(KEY)) || item.string(JOB_ID) == null) {
			return null;
		}
		Status status = status(item.string(STATUS));
		Long leaseUntil = item.number(LEASE_UNTIL);
		long fence = fence(item, FENCE);
		String fingerprint = item.string(FINGERPRINT);
		return (status != null && leaseUntil != null && fence > 0)
				? new Job(status, leaseUntil, fence, (fingerprint != null) ? fingerprint : "") : null;
	}

	private static @Nullable Status status(@Nullable String name) {
		for (Status status : Status.values()) {
			if (status.name().equals(name)) {
				return status;
			}
		}
		return null;
	}

	/**
	 * Reads a fence, of whatever item stands there.
	 * @return the fence, 0 if there is none that can be read
	 */
	static long fence(@Nullable Item item, String name) {
		Long fence = (item != null) ? item.number(name) : null;
		return (fence != null && fence > 0 && fence <= LARGEST_FENCE) ? fence : 0;
	}

	boolean isRunning(long now) {
		return this.status == Status.RUNNING && this.leaseUntil > now && this.leaseUntil - now <= LONGEST_LEASE;
	}

	boolean isKept(long now) {
		return this.status == Status.FINISHED && this.leaseUntil > now && this.leaseUntil - now <= LONGEST_KEPT;
	}

}
