package io.github.dynamodbtoolkit.ratelimit;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Decides within this process while DynamoDB gives no answer: as by an item of its own,
 * with each limit divided by the expected number of instances, but at least 1; and only
 * as far as there is room in the shared item too, as it was last seen. What is given is
 * owed to that item until it is told. Bounded: when too many resources count at once, a
 * further one is denied.
 */
final class LocalFallback {

	private static final int MAX_RESOURCES = 10_000;

	private static final long SWEEP_EVERY_NANOS = 1_000_000_000;

	private final Map<ItemKey, Given> given = new HashMap<>();

	private final TimeSource time;

	private final int instances;

	/** So that the monotonic clock, which no correction moves, gives a positive time. */
	private final long origin;

	private long nextSweep;

	/**
	 * What was given of one resource.
	 *
	 * @param counted how full the divided limits are, by the monotonic clock
	 * @param owed the permits that the shared item does not know of
	 */
	private record Given(Snapshot counted, Map<Priority, Long> owed) {

		/** Nothing is owed any more that would count no longer. */
		Given at(long now) {
			Snapshot later = this.counted.at(now);
			long counts = later.levels()
				.stream()
				.mapToLong((level) -> level.limit().mostAtOnce() - level.remaining())
				.max()
				.orElse(0);
			Map<Priority, Long> due = new EnumMap<>(Priority.class);
			for (Map.Entry<Priority, Long> part : this.owed.entrySet()) {
				long permits = Math.min(part.getValue(), counts);
				counts -= permits;
				if (permits > 0) {
					due.put(part.getKey(), permits);
				}
			}
			return new Given(later, due);
		}

		Given plus(RateLimitRequest request) {
			Map<Priority, Long> more = new EnumMap<>(Priority.class);
			more.putAll(this.owed);
			more.merge(request.priority(), request.permits(), Long::sum);
			return new Given(this.counted.plus(request, request.permits()), more);
		}

		Given paid(Priority priority, long permits) {
			Map<Priority, Long> less = new EnumMap<>(Priority.class);
			less.putAll(this.owed);
			less.computeIfPresent(priority, (same, owing) -> owing > permits ? owing - permits : null);
			return new Given(this.counted, less);
		}

		/** The shared item as it would be if it had been told. */
		Snapshot in(Snapshot shared, RateLimitRequest request) {
			Snapshot told = shared;
			for (Map.Entry<Priority, Long> part : this.owed.entrySet()) {
				told = told.plus(request.withPriority(part.getKey()), part.getValue());
			}
			return told;
		}

	}

	LocalFallback(TimeSource time, int instances) {
		this.time = time;
		this.instances = instances;
		this.origin = time.nanoTime();
	}

	/**
	 * Decides, and takes the permits if it allows them.
	 * @param take whether they are taken
	 */
	synchronized RateLimitDecision decide(LimitedResource resource, RateLimitRequest request, boolean take) {
		Given present = find(resource);
		if (present == null) {
			RateLimit first = resource.known().levels().get(0).limit();
			return Decisions.refused(first.limit(), 0, first.window().toNanos());
		}
		Snapshot shared = present.in(resource.known().at(resource.clock().now()), request);
		for (Snapshot bound : List.of(present.counted(), shared)) {
			if (!bound.fits(request, request.permits())) {
				return Decisions.refused(bound, request);
			}
		}
		Given next = present.plus(request);
		if (take) {
			this.given.put(resource.key(), next);
		}
		return Decisions.allowed(next.counted().strictest(request.priority()));
	}

	/** Null if there are too many. */
	private @Nullable Given find(LimitedResource resource) {
		long now = now();
		Snapshot empty = resource.item()
			.empty(resource.known().levels().stream().map((level) -> part(level.limit())).toList(), now)
			.at(now);
		Given known = this.given.get(resource.key());
		if (known != null && limits(known.counted()).equals(limits(empty))) {
			return known.at(now);
		}
		boolean possible = known != null || this.given.size() < MAX_RESOURCES || makeRoom(now);
		return possible ? new Given(empty, Map.of()) : null;
	}

	private static List<RateLimit> limits(Snapshot snapshot) {
		return snapshot.levels().stream().map(Level::limit).toList();
	}

	private long now() {
		return Level.END_OF_TIME / 2 + this.time.nanoTime() - this.origin;
	}

	/** At most once a second, so that a flood of keys costs no more than a look each. */
	private boolean makeRoom(long now) {
		if (now < this.nextSweep) {
			return false;
		}
		this.nextSweep = now + SWEEP_EVERY_NANOS;
		for (Iterator<Given> all = this.given.values().iterator(); all.hasNext();) {
			if (all.next().counted().levels().stream().allMatch((level) -> level.at(now).resetNanos() == 0)) {
				all.remove();
			}
		}
		return this.given.size() < MAX_RESOURCES;
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

	/** What is to be counted in the shared item as soon as that is possible. */
	synchronized Map<Priority, Long> owed(ItemKey key) {
		Given present = this.given.computeIfPresent(key, (same, known) -> known.at(now()));
		return present != null ? present.owed() : Map.of();
	}

	synchronized void paid(ItemKey key, Priority priority, long permits) {
		this.given.computeIfPresent(key, (same, known) -> known.paid(priority, permits));
	}

	synchronized void forget(ItemKey key) {
		this.given.remove(key);
	}

}
