package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.dynamodbtoolkit.table.TableException;

/**
 * Keeps the leases of jobs that run in this instance, each by itself: at every third of
 * the lease, sooner after a failure, until it ends.
 */
final class Heartbeats {

	private final Set<Lease> running = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition ended = this.lock.newCondition();

	private final DedupeSettings settings;

	private final Background background;

	Heartbeats(DedupeSettings settings, Background background) {
		this.settings = settings;
		this.background = background;
	}

	/**
	 * Begins.
	 * @param renewal extends the lease, or ends it if it is lost
	 */
	void start(Lease lease, Renewal renewal) {
		this.running.add(lease);
		schedule(lease, renewal, this.settings.lease().dividedBy(3));
	}

	private void schedule(Lease lease, Renewal renewal, Duration delay) {
		this.background.after(delay, () -> beat(lease, renewal));
	}

	private void beat(Lease lease, Renewal renewal) {
		if (lease.isOver()) {
			return;
		}
		try {
			if (renewal.renew(lease)) {
				schedule(lease, renewal, this.settings.lease().dividedBy(3));
			}
		}
		catch (TableException ex) {
			schedule(lease, renewal, this.settings.lease().dividedBy(10));
		}
	}

	/** The leases of the jobs that run now. */
	List<Lease> running() {
		return List.copyOf(this.running);
	}

	void stop(Lease lease) {
		this.running.remove(lease);
		this.lock.lock();
		try {
			this.ended.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until no job runs any more.
	 */
	void awaitEnd(Duration longest) {
		this.lock.lock();
		try {
			long left = longest.toNanos();
			while (!this.running.isEmpty() && left > 0) {
				left = this.ended.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Extends a lease.
	 */
	@FunctionalInterface
	interface Renewal {

		/**
		 * Tries it.
		 * @return false if it has ended
		 * @throws TableException if neither is certain
		 */
		boolean renew(Lease lease);

	}

}
