package io.github.dynamodbtoolkit.dedupe;

import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * An owner's right to do a job and to record its outcome. Safe for use by many threads.
 */
public final class Lease {

	private final JobKey key;

	private final String token;

	private final long fence;

	private final String fingerprint;

	private final long createdAt;

	private final TimeSource time;

	private final long startNanos;

	private volatile long validUntilNanos;

	private volatile boolean over;

	private volatile @Nullable Thread worker;

	Lease(JobKey key, String token, long fence, String fingerprint, TimeSource time) {
		this.key = key;
		this.token = token;
		this.fence = fence;
		this.fingerprint = fingerprint;
		this.createdAt = time.millis();
		this.time = time;
		this.startNanos = time.nanoTime();
	}

	/**
	 * The key of the job.
	 * @return the key as it was given
	 */
	public String key() {
		return this.key.text();
	}

	/**
	 * Names this ownership; no other ever has this name.
	 * @return the token
	 */
	public String token() {
		return this.token;
	}

	/**
	 * A number that is larger than that of every earlier owner of the key. A resource
	 * that keeps the largest number seen, and refuses smaller ones, is safe from owners
	 * that were paused for longer than their lease.
	 * @return the number
	 */
	public long fence() {
		return this.fence;
	}

	/**
	 * Tells whether no other owner can have taken over yet: by the monotonic clock since
	 * before the last request that extended the lease, and with a fifth of the lease left
	 * for clocks that differ.
	 * @return whether the lease certainly holds
	 */
	public boolean isHeld() {
		return !this.over && this.validUntilNanos - this.time.nanoTime() > 0;
	}

	JobKey jobKey() {
		return this.key;
	}

	String fingerprint() {
		return this.fingerprint;
	}

	long createdAt() {
		return this.createdAt;
	}

	long nanosSinceStart() {
		return this.time.nanoTime() - this.startNanos;
	}

	void extend(long validUntilNanos) {
		this.validUntilNanos = validUntilNanos;
	}

	/**
	 * The job has ended, or another owner has taken over.
	 * @return false if that was known already
	 */
	synchronized boolean end() {
		boolean first = !this.over;
		this.over = true;
		return first;
	}

	boolean isOver() {
		return this.over;
	}

	void workOnThisThread(boolean begins) {
		this.worker = begins ? Thread.currentThread() : null;
	}

	boolean isWorkedOnByThisThread() {
		return this.worker == Thread.currentThread();
	}

	@Override
	public String toString() {
		return "Lease[" + this.key.text() + ", " + this.fence + "]";
	}

}
