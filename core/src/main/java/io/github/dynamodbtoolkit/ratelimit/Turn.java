package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.table.TableException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of this instance ask for all that would ask the same: to begin a
 * sub-window, to take a block. Who waited for it looks again at what it has learned, and
 * if it got no answer, takes that over instead of waiting for none as well. It only saves
 * calls: nothing is wrong if two ask.
 */
final class Turn {

	private final ReentrantLock lock = new ReentrantLock();

	private volatile Failures failures = new Failures(0, null);

	/**
	 * How often there was no answer.
	 *
	 * @param count how often
	 * @param last the last time, null if it never was so
	 */
	private record Failures(long count, @Nullable TableException last) {
	}

	/**
	 * Does something when no other thread of this instance does. A thread that is
	 * interrupted does it at once, and will be told so by the call that it makes.
	 * @param <T> the type of result
	 * @param patience how long to wait for others
	 * @param action looks whether it is still to be done, and does it
	 * @return what the action answers; null if others took too long
	 * @throws TableException of the action, or of the one that was waited for
	 */
	<T> @Nullable T take(Duration patience, Supplier<@Nullable T> action) {
		Failures before = this.failures;
		try {
			if (!this.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
				return null;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return action.get();
		}
		try {
			Failures present = this.failures;
			if (present.count() != before.count() && present.last() != null) {
				throw present.last();
			}
			return act(action);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** An interrupt concerns nobody else. */
	private <T> @Nullable T act(Supplier<@Nullable T> action) {
		try {
			return action.get();
		}
		catch (TableException ex) {
			if (!Thread.currentThread().isInterrupted()) {
				this.failures = new Failures(this.failures.count() + 1, ex);
			}
			throw ex;
		}
	}

}
