package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;

/**
 * Makes decisions from levels.
 */
final class Decisions {

	private Decisions() {
	}

	/** The level that is nearest to its end. */
	static Level strictest(Collection<Level> levels) {
		return levels.stream()
			.min(Comparator.comparingLong(Level::remaining).thenComparing(Level::resetNanos, Comparator.reverseOrder()))
			.orElseThrow();
	}

	static RateLimitDecision allowed(Level strictest) {
		return new RateLimitDecision(true, strictest.limit().limit(), strictest.remaining(),
				Duration.ofNanos(strictest.resetNanos()), Duration.ZERO);
	}

	static RateLimitDecision refused(Snapshot current, RateLimitRequest request) {
		Level strictest = current.strictest(request.priority());
		long wait = Math.max(1, current.waitNanos(request, request.permits()));
		return new RateLimitDecision(false, strictest.limit().limit(), strictest.remaining(),
				Duration.ofNanos(strictest.resetNanos()), Duration.ofNanos(wait));
	}

	static RateLimitDecision refused(long limit, long remaining, long waitNanos) {
		return new RateLimitDecision(false, limit, remaining, Duration.ofNanos(waitNanos), Duration.ofNanos(waitNanos));
	}

}
