package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.github.dynamodbtoolkit.table.TimeSource;

/**
 * The time in which a resource's item is counted: this machine's, or the item's where
 * that is ahead, carried on by the monotonic clock from when it was seen. So the time of
 * an item only moves forward, never faster than the fastest clock among the instances; an
 * instance whose clock lags or jumps back goes by the item's, and a clock that is a year
 * ahead moves the item's time once, and holds nobody up for longer than the item's own
 * counts do. The idea is that of hybrid logical clocks (Kulkarni et al., 2014).
 * <p>
 * What an instance learns is the beginning of a sub-window, and maybe late, so its item's
 * time is behind that of the clock that it goes by. What it counts meanwhile is marked:
 * it may have been counted in too early a sub-window.
 */
final class ItemClock {

	private static final long NEVER = Long.MIN_VALUE;

	private final TimeSource time;

	private final long toleranceNanos;

	/** The item's time less the monotonic clock's. */
	private final AtomicLong lead = new AtomicLong(NEVER);

	/**
	 * An instant.
	 *
	 * @param now in the item's time, nanoseconds since the epoch
	 * @param wallMillis by this machine's clock, milliseconds since the epoch
	 * @param latestSound no instance whose clock is right writes a later time,
	 * nanoseconds since the epoch
	 * @param follows whether the item's time is further ahead of this machine's clock
	 * than is tolerated
	 */
	record Moment(long now, long wallMillis, long latestSound, boolean follows) {
	}

	ItemClock(TimeSource time, Duration tolerance) {
		this.time = time;
		this.toleranceNanos = tolerance.toNanos();
	}

	Moment moment() {
		long ahead = this.lead.get();
		long wall = wallNanos();
		long now = ahead != NEVER ? Math.max(wall, this.time.nanoTime() + ahead) : wall;
		return new Moment(now, wall / 1_000_000, wall + this.toleranceNanos, now - wall > this.toleranceNanos);
	}

	/** Nanoseconds since the epoch. */
	long now() {
		return moment().now();
	}

	/**
	 * Learns from an item that some writer's clock has shown at least this.
	 * @return by how much that is ahead of this machine's clock, 0 or less if it is not
	 */
	long observe(long provenTime) {
		this.lead.accumulateAndGet(provenTime - this.time.nanoTime(), Math::max);
		return provenTime - wallNanos();
	}

	/** The item was reset. */
	void forget() {
		this.lead.set(NEVER);
	}

	private long wallNanos() {
		Instant instant = this.time.instant();
		return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
	}

}
