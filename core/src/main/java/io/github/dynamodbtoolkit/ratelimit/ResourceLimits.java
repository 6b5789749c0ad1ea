package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.dynamodbtoolkit.table.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * What holds a resource.
 *
 * @param limits its limits, 1 to 5, all of which a request must fit; no two of one
 * algorithm and window
 * @param lease how many permits an instance takes at once and spends by itself, within
 * one sub-window; 1 for none, at most a quarter of each limit
 * @param adaptive how the limit is shared between users and background work, null if it
 * is not
 * @param onUnavailable how to decide while DynamoDB gives no answer
 */
public record ResourceLimits(List<RateLimit> limits, long lease, @Nullable AdaptiveSettings adaptive,
		OnUnavailable onUnavailable) {

	private static final int MAX_LIMITS = 5;

	public ResourceLimits {
		limits = List.copyOf(limits);
		requireLimits(limits);
		requireLease(limits, lease);
		if (adaptive != null) {
			requireShareable(limits, adaptive);
			if (lease > 1) {
				throw new IllegalArgumentException("lease and adaptive exclude each other: a block would be taken "
						+ "before it is known for whom. Leave one out.");
			}
		}
	}

	/**
	 * Limits without lease and shares, with the local fallback.
	 * @param limits the limits
	 * @return what holds a resource
	 */
	public static ResourceLimits of(RateLimit... limits) {
		return new ResourceLimits(List.of(limits), 1, null, OnUnavailable.LOCAL);
	}

	/**
	 * The same with permits taken in blocks.
	 * @param lease the size of a block
	 * @return the changed limits
	 */
	public ResourceLimits withLease(long lease) {
		return new ResourceLimits(this.limits, lease, this.adaptive, this.onUnavailable);
	}

	/**
	 * The same, shared adaptively.
	 * @param adaptive how
	 * @return the changed limits
	 */
	public ResourceLimits withAdaptive(AdaptiveSettings adaptive) {
		return new ResourceLimits(this.limits, this.lease, adaptive, this.onUnavailable);
	}

	/**
	 * The same with another behaviour in an outage.
	 * @param onUnavailable how to decide
	 * @return the changed limits
	 */
	public ResourceLimits withOnUnavailable(OnUnavailable onUnavailable) {
		return new ResourceLimits(this.limits, this.lease, this.adaptive, onUnavailable);
	}

	/**
	 * Checks limits that replace these at run time.
	 */
	void requireReplacement(List<RateLimit> replacement) {
		requireLimits(replacement);
		if (this.adaptive != null) {
			requireShareable(replacement, this.adaptive);
		}
		if (this.lease > 1) {
			replacement.forEach(ResourceLimits::requireWindow);
		}
	}

	private static void requireLimits(List<RateLimit> limits) {
		if (limits.isEmpty() || limits.size() > MAX_LIMITS) {
			throw new IllegalArgumentException("limits must be 1 to " + MAX_LIMITS + ", got " + limits.size());
		}
		Set<String> kinds = new HashSet<>();
		for (RateLimit limit : limits) {
			Duration window = limit.window();
			if (!kinds.add(limit.getClass().getSimpleName() + window)) {
				throw new IllegalArgumentException("limits: two of one algorithm have the window "
						+ DurationText.of(window) + ". Only the smaller would ever count: leave the other out.");
			}
		}
	}

	private static void requireLease(List<RateLimit> limits, long lease) {
		if (lease < 1) {
			throw new IllegalArgumentException("lease must be positive, got " + lease);
		}
		for (RateLimit limit : limits) {
			if (lease > 1 && lease > limit.limit() / 4) {
				throw new IllegalArgumentException("lease " + lease + " is more than a quarter of the limit "
						+ limit.limit() + ": use at most " + Math.max(1, limit.limit() / 4));
			}
			if (lease > 1) {
				requireWindow(limit);
			}
		}
	}

	private static void requireWindow(RateLimit limit) {
		if (!(limit instanceof RateLimit.SlidingWindow)) {
			throw new IllegalArgumentException("lease and adaptive need sliding windows; the limit of " + limit.limit()
					+ " in " + DurationText.of(limit.window()) + " is a token bucket.");
		}
	}

	private static void requireShareable(List<RateLimit> limits, AdaptiveSettings adaptive) {
		if (limits.size() != 1) {
			throw new IllegalArgumentException("adaptive needs exactly one limit, got " + limits.size());
		}
		requireWindow(limits.get(0));
		long limit = limits.get(0).limit();
		if (limit > 0 && adaptive.minUserReserve() >= limit) {
			throw new IllegalArgumentException("adaptive.min-user-reserve " + adaptive.minUserReserve()
					+ " of the limit " + limit
					+ " would leave nothing to background work while users are quiet: use at most " + (limit - 1));
		}
	}

}
