package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.dynamodbtoolkit.ratelimit.RateLimit.SlidingWindow;
import io.github.dynamodbtoolkit.ratelimit.RateLimit.TokenBucket;
import io.github.dynamodbtoolkit.table.TimeSource;

/**
 * A limiter that is plainly right: it keeps every permit it gave, and counts them. A
 * window counts the sub-windows that an interval can touch; a bucket is filled drop by
 * drop from its first permit on.
 */
final class OracleRateLimiter implements RateLimiter {

	private final Map<String, List<Event>> given = new HashMap<>();

	private final Map<Grant, Event> taken = new HashMap<>();

	private final Map<String, List<RateLimit>> changed = new HashMap<>();

	private final TimeSource time;

	private final List<RateLimit> limits;

	private record Event(long at, long permits) {
	}

	OracleRateLimiter(TimeSource time, RateLimit... limits) {
		this.time = time;
		this.limits = List.of(limits);
	}

	private List<Event> events(RateLimitRequest request) {
		return this.given.computeIfAbsent(request.resource() + request.key(), (key) -> new ArrayList<>());
	}

	@Override
	public List<RateLimit> limits(RateLimitRequest request) {
		return this.changed.getOrDefault(request.resource() + request.key(), this.limits);
	}

	private long now() {
		return this.time.millis() * 1_000_000;
	}

	@Override
	public boolean isLimited(String resource) {
		return true;
	}

	@Override
	public RateLimitDecision knownRefusal(RateLimitRequest request) {
		return null;
	}

	@Override
	public Map<String, Integer> keysInUse() {
		return Map.of();
	}

	@Override
	public Set<String> resources() {
		return Set.of();
	}

	@Override
	public RateLimitDecision acquire(RateLimitRequest request) {
		Duration wait = getWaitTime(request);
		Grant grant = wait.isZero() ? take(request) : null;
		RateLimit first = limits(request).get(0);
		return new RateLimitDecision(grant != null, first.limit(), remaining(request, first, now()), Duration.ZERO,
				wait, grant);
	}

	@Override
	public RateLimitDecision acquire(RateLimitRequest request, Duration maxWait) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean canProceed(RateLimitRequest request) {
		return getWaitTime(request).isZero();
	}

	/** Tries each millisecond. */
	@Override
	public Duration getWaitTime(RateLimitRequest request) {
		for (long millis = 0; millis < 3_600_000; millis++) {
			long at = now() + millis * 1_000_000;
			if (limits(request).stream().allMatch((limit) -> remaining(request, limit, at) >= request.permits())) {
				return Duration.ofMillis(millis);
			}
		}
		return Duration.ofHours(1);
	}

	private long remaining(RateLimitRequest request, RateLimit limit, long at) {
		return limit instanceof SlidingWindow window ? remainingInWindow(request, window, at)
				: remainingInBucket(request, (TokenBucket) limit, at);
	}

	private long remainingInWindow(RateLimitRequest request, SlidingWindow window, long at) {
		long oldest = at / window.subWindowNanos() - window.subWindows();
		long used = events(request).stream()
			.filter((event) -> event.at() / window.subWindowNanos() >= oldest)
			.mapToLong(Event::permits)
			.sum();
		return Math.max(0, window.limit() - used);
	}

	private long remainingInBucket(RateLimitRequest request, TokenBucket bucket, long at) {
		long capacity = bucket.burst() * bucket.intervalNanos();
		long level = capacity;
		long last = 0;
		for (Event event : events(request)) {
			level = Math.min(capacity, level + event.at() - last) - event.permits() * bucket.intervalNanos();
			level = Math.max(0, level);
			last = event.at();
		}
		return Math.min(capacity, level + at - last) / bucket.intervalNanos();
	}

	@Override
	public void record(RateLimitRequest request) {
		events(request).add(new Event(now(), request.permits()));
	}

	private Grant take(RateLimitRequest request) {
		record(request);
		Grant grant = new Grant(request, new Charge(this, null, List.of()), null);
		this.taken.put(grant, events(request).get(events(request).size() - 1));
		return grant;
	}

	@Override
	public boolean refund(RateLimitDecision decision) {
		Event event = this.taken.remove(decision.grant());
		return event != null && events(decision.grant().request()).remove(event);
	}

	@Override
	public RateLimitStatus status(RateLimitRequest request) {
		return new RateLimitStatus(limits(request).stream()
			.map((limit) -> new RateLimitStatus.LimitStatus(limit, remaining(request, limit, now()), Duration.ZERO))
			.toList(), this.changed.containsKey(request.resource() + request.key()), null);
	}

	@Override
	public void reset(RateLimitRequest request) {
		events(request).clear();
	}

	@Override
	public void setLimits(RateLimitRequest request, List<RateLimit> limits) {
		if (limits != null) {
			this.changed.put(request.resource() + request.key(), limits);
		}
		else {
			this.changed.remove(request.resource() + request.key());
		}
	}

}
