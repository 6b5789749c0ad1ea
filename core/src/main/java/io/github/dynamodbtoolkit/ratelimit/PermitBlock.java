package io.github.dynamodbtoolkit.ratelimit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Permits that this instance has taken at once and spends by itself, for as long as one
 * sub-window by the monotonic clock. What is left then is lost.
 */
final class PermitBlock {

	/** Holds nothing. */
	static final PermitBlock SPENT = new PermitBlock(0, 0, 0, 0, 0);

	private final long size;

	private final AtomicLong left;

	private final long until;

	private final long limit;

	private final long remainingInItem;

	/**
	 * Begins to spend a block.
	 * @param size how many permits were taken
	 * @param permits how many of them are left
	 */
	PermitBlock(long size, long permits, long until, long limit, long remainingInItem) {
		this.size = size;
		this.left = new AtomicLong(permits);
		this.until = until;
		this.limit = limit;
		this.remainingInItem = remainingInItem;
	}

	boolean has(long permits, long monotonicNow) {
		return this.left.get() >= permits && monotonicNow - this.until < 0;
	}

	/** Answers what is left afterwards, or -1 if there is not as much. */
	long take(long permits, long monotonicNow) {
		if (!has(permits, monotonicNow)) {
			return -1;
		}
		long before = this.left.getAndUpdate((present) -> present >= permits ? present - permits : present);
		return before >= permits ? before - permits : -1;
	}

	/** Puts permits back, if as many were taken from here and it still holds. */
	boolean giveBack(long permits, long monotonicNow) {
		if (monotonicNow - this.until >= 0) {
			return false;
		}
		long before = this.left.getAndUpdate((present) -> present <= this.size - permits ? present + permits : present);
		return before <= this.size - permits;
	}

	long limit() {
		return this.limit;
	}

	long remainingInItem() {
		return this.remainingInItem;
	}

}
