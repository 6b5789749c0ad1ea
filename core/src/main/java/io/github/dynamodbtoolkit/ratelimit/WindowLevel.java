package io.github.dynamodbtoolkit.ratelimit;

import java.util.Map;
import java.util.TreeMap;

/**
 * A sliding window, divided into sub-windows that are counted whole: the algorithm known
 * as sliding window counter, in its conservative form. An interval as long as the window
 * touches at most {@code n + 1} sub-windows; as long as the permits of any {@code n + 1}
 * of them in a row stay within the limit, those of any such interval do. Where permits
 * may be spent up to one sub-window after they were taken, one more is counted. So it is
 * for those that an instance counted which goes by the item's time and so may be behind.
 *
 * @param limit the limit
 * @param kept how many sub-windows before the current one count
 * @param now the instant
 * @param index the number of the current sub-window since the epoch
 * @param total the permits of the current sub-window and those kept
 * @param past the permits of those kept, by number, without empty ones
 * @param followed the last sub-window in which an instance counted that goes by the
 * item's time; {@link #NEVER} if none does
 */
record WindowLevel(RateLimit.SlidingWindow limit, int kept, long now, long index, long total, Map<Long, Long> past,
		long followed) implements Level {

	/** Before all sub-windows. */
	static final long NEVER = -1;

	static WindowLevel empty(RateLimit.SlidingWindow limit, int kept, long now) {
		return new WindowLevel(limit, kept, now, now / limit.subWindowNanos(), 0, Map.of(), NEVER);
	}

	@Override
	public WindowLevel at(long instant) {
		long later = Math.max(instant, this.index * this.limit.subWindowNanos());
		long newIndex = later / this.limit.subWindowNanos();
		return newIndex > this.index ? slidTo(newIndex, later)
				: new WindowLevel(this.limit, this.kept, later, this.index, this.total, this.past, this.followed);
	}

	private WindowLevel slidTo(long newIndex, long later) {
		Map<Long, Long> counts = new TreeMap<>(this.past);
		if (current() > 0) {
			counts.put(this.index, current());
		}
		counts.keySet().removeIf((number) -> newIndex >= goneAt(number));
		return new WindowLevel(this.limit, this.kept, later, newIndex, sum(counts), counts,
				newIndex < goneAt(this.followed) ? this.followed : NEVER);
	}

	/** The first sub-window in which the permits of another count no longer. */
	private long goneAt(long number) {
		return number + this.kept + (number <= this.followed ? 2 : 1);
	}

	/** Whether permits of a past sub-window can still count in the current one. */
	boolean counts(long number) {
		return number < this.index && this.index < goneAt(number);
	}

	/**
	 * As it is for whoever sees it for the first time now. What an instance that goes by
	 * the item's time has counted may have been counted just now, however late the
	 * sub-window is: nothing of it is older than one sub-window.
	 */
	WindowLevel seenFirstAt(long instant) {
		long late = instant / this.limit.subWindowNanos() - 1 - this.index;
		if (this.followed < this.index || late <= 0) {
			return this;
		}
		Map<Long, Long> counts = new TreeMap<>();
		this.past.forEach((number, count) -> counts.put(number + late, count));
		return new WindowLevel(this.limit, this.kept, instant - this.limit.subWindowNanos(), this.index + late,
				this.total, counts, this.followed + late);
	}

	@Override
	public WindowLevel under(RateLimit other) {
		return new WindowLevel((RateLimit.SlidingWindow) other, this.kept, this.now, this.index, this.total, this.past,
				this.followed);
	}

	@Override
	public WindowLevel plus(long permits) {
		return new WindowLevel(this.limit, this.kept, this.now, this.index, this.total + permits, this.past,
				this.followed);
	}

	/**
	 * Without permits that were taken in one sub-window, as far as it has as many.
	 */
	WindowLevel minus(long permits, long takenIn) {
		if (takenIn == this.index) {
			return plus(-Math.min(permits, current()));
		}
		long there = this.past.getOrDefault(takenIn, 0L);
		long given = Math.min(permits, there);
		Map<Long, Long> counts = new TreeMap<>(this.past);
		counts.computeIfPresent(takenIn, (number, count) -> count > given ? count - given : null);
		return new WindowLevel(this.limit, this.kept, this.now, this.index, this.total - given, counts, this.followed);
	}

	/**
	 * Charged to the sub-window before, so that it lasts no longer than a window.
	 */
	@Override
	public WindowLevel full() {
		Map<Long, Long> counts = this.limit.limit() > 0 ? Map.of(this.index - 1, this.limit.limit()) : Map.of();
		return new WindowLevel(this.limit, this.kept, this.now, this.index, this.limit.limit(), counts, NEVER);
	}

	long current() {
		return this.total - sum(this.past);
	}

	@Override
	public boolean isBehind(Level other) {
		WindowLevel that = (WindowLevel) other;
		return this.index < that.index || this.index == that.index && this.total < that.total;
	}

	@Override
	public long remaining() {
		return Math.max(0, this.limit.limit() - this.total);
	}

	@Override
	public long waitNanos(long permits) {
		long excess = this.total + permits - this.limit.limit();
		if (permits > this.limit.limit()) {
			return Math.max(resetNanos(), this.limit.window().toNanos());
		}
		for (Map.Entry<Long, Long> entry : new TreeMap<>(this.past).entrySet()) {
			if (excess <= 0) {
				return 0;
			}
			excess -= entry.getValue();
			if (excess <= 0) {
				return untilGone(entry.getKey());
			}
		}
		return excess <= 0 ? 0 : untilGone(this.index);
	}

	@Override
	public long resetNanos() {
		if (this.total <= 0) {
			return 0;
		}
		return untilGone(current() > 0 ? this.index : new TreeMap<>(this.past).lastKey());
	}

	private long untilGone(long number) {
		return Math.max(1, goneAt(number) * this.limit.subWindowNanos() - this.now);
	}

	@Override
	public long provenTime() {
		return this.index * this.limit.subWindowNanos();
	}

	static long sum(Map<Long, Long> counts) {
		return counts.values().stream().mapToLong(Long::longValue).sum();
	}

}
