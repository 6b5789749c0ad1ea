package io.github.dynamodbtoolkit.ratelimit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this instance knows of an origin's cooldown. All times are of the monotonic clock.
 */
final class Origin {

	private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

	private final ReentrantLock looking = new ReentrantLock();

	private long until;

	/** Until when this instance holds to what it could tell nobody. */
	private long untoldUntil;

	private long lookedAt;

	/** What the table says, epoch milliseconds, and when this instance first saw it. */
	private long seen;

	private long seenAt;

	Origin(long now) {
		this.until = now;
		this.untoldUntil = now;
		this.lookedAt = now - LOOK_EVERY;
	}

	/** Held by the caller who looks. */
	ReentrantLock looking() {
		return this.looking;
	}

	synchronized boolean isLookDue(long now) {
		return now - this.lookedAt >= LOOK_EVERY;
	}

	synchronized void lookedAt(long now) {
		this.lookedAt = now;
	}

	synchronized long left(long now) {
		return Math.max(0, Math.max(this.until - now, this.untoldUntil - now));
	}

	/** What the table says. */
	synchronized void holdUntil(long end) {
		this.until = end;
	}

	/**
	 * When an end that stands in the table was seen for the first time.
	 * @param end epoch milliseconds
	 * @param now the present time
	 * @return the monotonic time
	 */
	synchronized long seenAt(long end, long now) {
		if (end != this.seen) {
			this.seen = end;
			this.seenAt = now;
		}
		return this.seenAt;
	}

	/** What the table does not know, and so cannot take back. */
	synchronized void holdUntoldUntil(long end) {
		this.untoldUntil = end;
	}

	synchronized void endAt(long now) {
		this.until = now;
		this.untoldUntil = now;
	}

	synchronized void extendTo(long end) {
		this.until = end - this.until > 0 ? end : this.until;
	}

}
