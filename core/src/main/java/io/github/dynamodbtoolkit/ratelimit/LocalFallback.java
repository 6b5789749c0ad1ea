package io.github.dynamodbtoolkit.ratelimit;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Decides within this process while DynamoDB gives no answer: by each limit divided by
 * the expected number of instances, but at least 1. Bounded: when too many resources
 * count at once, a further one is denied.
 */
final class LocalFallback {

	private static final int MAX_RESOURCES = 10_000;

	private static final long SWEEP_EVERY_NANOS = 1_000_000_000;

	private final Map<ItemKey, List<Level>> levels = new HashMap<>();

	private final TimeSource time;

	private final int instances;

	/** So that the monotonic clock, which no correction moves, gives a positive time. */
	private final long origin;

	private long nextSweep;

	LocalFallback(TimeSource time, int instances) {
		this.time = time;
		this.instances = instances;
		this.origin = time.nanoTime();
	}

	/**
	 * Decides, and takes the permits if it allows them.
	 * @param take whether they are taken
	 */
	synchronized RateLimitDecision decide(ItemKey key, List<RateLimit> limits, long permits, boolean take) {
		long now = Level.END_OF_TIME / 2 + this.time.nanoTime() - this.origin;
		List<Level> present = find(key, limits, now);
		if (present == null) {
			return Decisions.refused(limits.get(0).limit(), 0, limits.get(0).window().toNanos());
		}
		boolean fits = present.stream().allMatch((level) -> level.fits(permits));
		if (fits && take) {
			present = present.stream().map((level) -> level.plus(permits)).toList();
			this.levels.put(key, present);
		}
		Level strictest = Decisions.strictest(present);
		return fits ? Decisions.allowed(strictest)
				: Decisions.refused(strictest, present.stream().mapToLong((level) -> level.waitNanos(permits)).max());
	}

	private @Nullable List<Level> find(ItemKey key, List<RateLimit> limits, long now) {
		List<RateLimit> parts = limits.stream().map(this::part).toList();
		List<Level> known = this.levels.get(key);
		if (known != null && known.stream().map(Level::limit).toList().equals(parts)) {
			return known.stream().map((level) -> level.at(now)).toList();
		}
		if (known == null && this.levels.size() >= MAX_RESOURCES && !makeRoom(now)) {
			return null;
		}
		return parts.stream().map((limit) -> empty(limit, now)).toList();
	}

	/** At most once a second, so that a flood of keys costs no more than a look each. */
	private boolean makeRoom(long now) {
		if (now < this.nextSweep) {
			return false;
		}
		this.nextSweep = now + SWEEP_EVERY_NANOS;
		for (Iterator<List<Level>> all = this.levels.values().iterator(); all.hasNext();) {
			if (all.next().stream().allMatch((level) -> level.at(now).resetNanos() == 0)) {
				all.remove();
			}
		}
		return this.levels.size() < MAX_RESOURCES;
	}

	private RateLimit part(RateLimit limit) {
		if (limit.limit() == 0) {
			return limit;
		}
		long share = Math.max(1, limit.limit() / this.instances);
		return limit instanceof RateLimit.TokenBucket bucket
				? new RateLimit.TokenBucket(share, bucket.window(), Math.max(1, bucket.burst() / this.instances))
				: limit.withLimit(share);
	}

	private static Level empty(RateLimit limit, long now) {
		return limit instanceof RateLimit.SlidingWindow window ? WindowLevel.empty(window, window.subWindows(), now)
				: BucketLevel.empty((RateLimit.TokenBucket) limit, now);
	}

}
