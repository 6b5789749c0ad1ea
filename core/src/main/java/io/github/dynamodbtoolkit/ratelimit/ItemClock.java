package io.github.dynamodbtoolkit.ratelimit;

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
 */
final class ItemClock {

	private static final long NEVER = Long.MIN_VALUE;

	private final TimeSource time;

	/** The item's time less the monotonic clock's. */
	private final AtomicLong lead = new AtomicLong(NEVER);

	ItemClock(TimeSource time) {
		this.time = time;
	}

	/** Nanoseconds since the epoch. */
	long now() {
		long ahead = this.lead.get();
		long wall = wallNanos();
		return ahead != NEVER ? Math.max(wall, this.time.nanoTime() + ahead) : wall;
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
