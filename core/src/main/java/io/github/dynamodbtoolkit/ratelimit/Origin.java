package io.github.dynamodbtoolkit.ratelimit;

import java.util.concurrent.TimeUnit;

/**
 * What this instance knows of an origin's cooldown. All times are of the monotonic clock.
 */
final class Origin {

	private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

	private long until;

	private long lookedAt;

	Origin(long now) {
		this.until = now;
		this.lookedAt = now - LOOK_EVERY;
	}

	/** True for one caller a second, who then looks. */
	synchronized boolean claimLook(long now) {
		boolean due = now - this.lookedAt >= LOOK_EVERY;
		this.lookedAt = due ? now : this.lookedAt;
		return due;
	}

	synchronized long left(long now) {
		return Math.max(0, this.until - now);
	}

	synchronized void holdUntil(long end) {
		this.until = end;
	}

	synchronized void extendTo(long end) {
		this.until = end - this.until > 0 ? end : this.until;
	}

}
