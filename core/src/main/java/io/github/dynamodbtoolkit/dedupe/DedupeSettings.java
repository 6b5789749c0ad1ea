package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.DurationText;

/**
 * How a dedupe store behaves.
 *
 * @param lease how long an owner is believed to live without a sign of it, 1 second to 1
 * hour; at least three times as long as a call of DynamoDB may take
 * @param jobTimeout the longest that a job may run, and that others wait for it; from
 * {@code lease} to 1 day
 * @param pollInterval how long a waiting caller waits before it first looks for the
 * outcome, 5 to 500 milliseconds; later waits grow to 500 milliseconds
 * @param maxWaiters how many callers of this instance may wait at once, 1 to 100,000
 * @param keepResultFor for how long later callers get a result, zero for not at all, up
 * to 3,650 days
 * @param onUnavailable what to do when DynamoDB fails
 */
public record DedupeSettings(Duration lease, Duration jobTimeout, Duration pollInterval, int maxWaiters,
		Duration keepResultFor, OnUnavailable onUnavailable) {

	static final Duration LONGEST_LEASE = Duration.ofHours(1);

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	private static final Duration LONGEST_JOB = Duration.ofDays(1);

	private static final Duration SHORTEST_POLL = Duration.ofMillis(5);

	private static final Duration LONGEST_POLL = Duration.ofMillis(500);

	static final Duration LONGEST_KEPT = Duration.ofDays(3650);

	private static final int MOST_WAITERS = 100_000;

	public DedupeSettings {
		requireBetween("lease", lease, SHORTEST_LEASE, LONGEST_LEASE);
		if (jobTimeout.compareTo(lease) < 0) {
			throw new IllegalArgumentException("job-timeout " + DurationText.of(jobTimeout) + " is shorter than lease "
					+ DurationText.of(lease) + ": use at least the lease.");
		}
		requireBetween("job-timeout", jobTimeout, lease, LONGEST_JOB);
		requireBetween("poll-interval", pollInterval, SHORTEST_POLL, LONGEST_POLL);
		if (maxWaiters < 1 || maxWaiters > MOST_WAITERS) {
			throw new IllegalArgumentException("max-waiters must be between 1 and 100000, got " + maxWaiters + ".");
		}
		requireKeepResultFor(keepResultFor);
	}

	private static void requireBetween(String name, Duration value, Duration min, Duration max) {
		if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
			throw new IllegalArgumentException(name + " must be between " + DurationText.of(min) + " and "
					+ DurationText.of(max) + ", got " + DurationText.of(value) + ".");
		}
	}

	static Duration requireKeepResultFor(Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException("keep-result-for must not be negative, got " + DurationText.of(value)
					+ ". Leave it out or use 0 to keep no result.");
		}
		if (value.compareTo(LONGEST_KEPT) > 0) {
			throw new IllegalArgumentException(
					"keep-result-for is " + value.toDays() + " days; the maximum is 3650 days.");
		}
		return value;
	}

	/**
	 * A lease of 10 seconds, jobs up to 5 minutes, polls from 25 milliseconds on, 1,000
	 * waiters, no results kept, and nothing done without DynamoDB.
	 * @return the default settings
	 */
	public static DedupeSettings defaults() {
		return new DedupeSettings(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMillis(25), 1000,
				Duration.ZERO, OnUnavailable.FAIL);
	}

	/**
	 * These settings with another lease.
	 * @param lease 1 second to 1 hour
	 * @return the changed settings
	 */
	public DedupeSettings withLease(Duration lease) {
		return new DedupeSettings(lease, this.jobTimeout, this.pollInterval, this.maxWaiters, this.keepResultFor,
				this.onUnavailable);
	}

	/**
	 * These settings with another longest job.
	 * @param jobTimeout from the lease to 1 day
	 * @return the changed settings
	 */
	public DedupeSettings withJobTimeout(Duration jobTimeout) {
		return new DedupeSettings(this.lease, jobTimeout, this.pollInterval, this.maxWaiters, this.keepResultFor,
				this.onUnavailable);
	}

	/**
	 * These settings with another number of waiters.
	 * @param maxWaiters 1 to 100,000
	 * @return the changed settings
	 */
	public DedupeSettings withMaxWaiters(int maxWaiters) {
		return new DedupeSettings(this.lease, this.jobTimeout, this.pollInterval, maxWaiters, this.keepResultFor,
				this.onUnavailable);
	}

	/**
	 * These settings with another time for which results are kept.
	 * @param keepResultFor zero for not at all
	 * @return the changed settings
	 */
	public DedupeSettings withKeepResultFor(Duration keepResultFor) {
		return new DedupeSettings(this.lease, this.jobTimeout, this.pollInterval, this.maxWaiters, keepResultFor,
				this.onUnavailable);
	}

	/**
	 * These settings with another answer to an outage.
	 * @param onUnavailable what to do when DynamoDB fails
	 * @return the changed settings
	 */
	public DedupeSettings withOnUnavailable(OnUnavailable onUnavailable) {
		return new DedupeSettings(this.lease, this.jobTimeout, this.pollInterval, this.maxWaiters, this.keepResultFor,
				onUnavailable);
	}

}
