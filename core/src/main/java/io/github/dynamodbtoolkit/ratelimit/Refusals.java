package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The last refusal of each priority, so that the same need not be asked again at once: it
 * answers requests for as many permits or more.
 */
final class Refusals {

	private final AtomicReferenceArray<@Nullable Refusal> last = new AtomicReferenceArray<>(Priority.values().length);

	/**
	 * A refusal.
	 *
	 * @param permits how many were refused
	 * @param at when, by the monotonic clock
	 * @param until how long it is remembered, by the monotonic clock
	 * @param decision what was answered
	 */
	private record Refusal(long permits, long at, long until, RateLimitDecision decision) {
	}

	void remember(RateLimitRequest request, RateLimitDecision decision, long monotonicNow, Duration atMost) {
		long nanos = Math.min(decision.retryAfter().toNanos(), atMost.toNanos());
		if (nanos > 0) {
			this.last.set(request.priority().ordinal(),
					new Refusal(request.permits(), monotonicNow, monotonicNow + nanos, decision));
		}
	}

	/** Null if the request must be asked. */
	@Nullable RateLimitDecision find(RateLimitRequest request, long monotonicNow) {
		Refusal refusal = this.last.get(request.priority().ordinal());
		if (refusal == null || request.permits() < refusal.permits() || monotonicNow - refusal.until() >= 0) {
			return null;
		}
		Duration passed = Duration.ofNanos(monotonicNow - refusal.at());
		RateLimitDecision then = refusal.decision();
		Duration reset = then.reset().minus(passed);
		return new RateLimitDecision(false, then.limit(), then.remaining(), reset.isNegative() ? Duration.ZERO : reset,
				then.retryAfter().minus(passed));
	}

	void forget() {
		for (int i = 0; i < this.last.length(); i++) {
			this.last.set(i, null);
		}
	}

}
