package io.github.dynamodbtoolkit.ratelimit;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Permits that this instance has taken at once and spends by itself, for as long as one
 * sub-window by the monotonic clock. What is left then is lost.
 */
final class PermitBlock {

	/** Holds nothing. */
	static final PermitBlock SPENT = new PermitBlock(new Charge(new Object(), null, List.of()), 0, 0, 0, 0);

	private final Charge charge;

	private final AtomicLong left;

	private final long until;

	private final long limit;

	private final long remainingInItem;

	/**
	 * Begins to spend a block.
	 * @param charge where its permits were counted
	 * @param permits how many of them are left
	 */
	PermitBlock(Charge charge, long permits, long until, long limit, long remainingInItem) {
		this.charge = charge;
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

	/** Puts permits back that were taken from here, if it still holds. */
	boolean giveBack(long permits, long monotonicNow) {
		if (monotonicNow - this.until >= 0) {
			return false;
		}
		this.left.addAndGet(permits);
		return true;
	}

	Charge charge() {
		return this.charge;
	}

	long limit() {
		return this.limit;
	}

	long remainingInItem() {
		return this.remainingInItem;
	}

}
