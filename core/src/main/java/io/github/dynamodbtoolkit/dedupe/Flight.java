package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What concerns one key in this instance: the owner, if it is here, those who wait, and
 * the one poller that looks for all of them.
 */
final class Flight {

	private static final Duration LONGEST_INTERVAL = Duration.ofMillis(500);

	private static final double GROWTH = 1.6;

	private static final double JITTER = 0.2;

	private final JobKey key;

	private final ReentrantLock claiming = new ReentrantLock();

	private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Lease owner;

	private boolean polling;

	private Duration interval = Duration.ZERO;

	private volatile @Nullable Long silentSince;

	/** Guarded by the map of all flights. */
	private int users;

	Flight(JobKey key) {
		this.key = key;
	}

	JobKey key() {
		return this.key;
	}

	Flight used() {
		this.users++;
		return this;
	}

	/** Answers whether somebody still uses it. */
	boolean unused() {
		return --this.users > 0;
	}

	/**
	 * Held by the caller who is asking DynamoDB for the key, so that others of this
	 * instance see first whether it became the owner.
	 */
	ReentrantLock claiming() {
		return this.claiming;
	}

	void ownedBy(Lease lease) {
		this.owner = lease;
	}

	/** The owner if it is here and its lease certainly holds. */
	@Nullable Lease owner() {
		Lease current = this.owner;
		return (current != null && current.isHeld()) ? current : null;
	}

	void ended(Lease lease) {
		if (this.owner == lease) {
			this.owner = null;
		}
	}

	void tell(Lease lease, Outcome outcome) {
		this.waiters.stream()
			.filter((waiter) -> waiter.fence() <= lease.fence())
			.filter((waiter) -> !Fingerprint.differ(waiter.fingerprint(), lease.fingerprint()))
			.forEach((waiter) -> waiter.tell(outcome));
	}

	Set<Waiter> waiters() {
		return this.waiters;
	}

	/**
	 * A caller begins to wait.
	 * @return how soon to poll, null if the poller is running already
	 */
	synchronized @Nullable Duration add(Waiter waiter, Duration firstInterval) {
		this.waiters.add(waiter);
		if (this.polling) {
			return null;
		}
		this.polling = true;
		this.interval = firstInterval;
		this.silentSince = null;
		return jittered();
	}

	/**
	 * A poll is over.
	 * @return how soon the next is due, null if nobody waits any more
	 */
	synchronized @Nullable Duration next() {
		if (this.waiters.isEmpty()) {
			this.polling = false;
			return null;
		}
		Duration grown = Duration.ofNanos((long) (this.interval.toNanos() * GROWTH));
		this.interval = (grown.compareTo(LONGEST_INTERVAL) < 0) ? grown : LONGEST_INTERVAL;
		return jittered();
	}

	private Duration jittered() {
		double factor = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
		return Duration.ofNanos((long) (this.interval.toNanos() * factor));
	}

	void heard() {
		this.silentSince = null;
	}

	/** Answers for how long polls have failed by now. */
	long silence(long nowNanos) {
		Long since = this.silentSince;
		if (since == null) {
			this.silentSince = nowNanos;
			return 0;
		}
		return nowNanos - since;
	}

}
