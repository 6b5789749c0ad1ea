package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * What this instance remembers of one resource. None of it decides that a permit is
 * given, but for the block that was paid for before: it only says what to ask first.
 */
final class LimitedResource {

	/** A third of what one item takes is left to other instances. */
	private static final int HOT_WRITES_A_SECOND = 500;

	private final ItemKey key;

	private final ResourceLimits limits;

	private final LimitItem item;

	private final LimitUpdates updates;

	private final ItemClock clock;

	private final TimeSource time;

	private final RateLimitLog log;

	private final Refusals refusals = new Refusals();

	private final Turn turn = new Turn();

	private volatile @Nullable Snapshot known;

	private volatile PermitBlock block = PermitBlock.SPENT;

	private volatile Object era = new Object();

	private volatile boolean used;

	private long secondBegan;

	private int writesThisSecond;

	LimitedResource(ItemKey key, ResourceLimits limits, TimeSource time, Duration tolerance, RateLimitLog log) {
		this.key = key;
		this.limits = limits;
		this.item = new LimitItem(limits);
		this.updates = new LimitUpdates(limits, this.item);
		this.clock = new ItemClock(time, tolerance);
		this.time = time;
		this.log = log;
		this.secondBegan = time.nanoTime();
	}

	ItemKey key() {
		return this.key;
	}

	ResourceLimits limits() {
		return this.limits;
	}

	LimitItem item() {
		return this.item;
	}

	LimitUpdates updates() {
		return this.updates;
	}

	ItemClock clock() {
		return this.clock;
	}

	RateLimitLog log() {
		return this.log;
	}

	Refusals refusals() {
		return this.refusals;
	}

	/** Not only looked at. Written once: all threads read it with every permit. */
	void askedFor() {
		if (!this.used) {
			this.used = true;
		}
	}

	boolean isUsed() {
		return this.used;
	}

	/** Of whoever begins a sub-window or takes a block for all threads. */
	Turn turn() {
		return this.turn;
	}

	PermitBlock block() {
		return this.block;
	}

	void block(PermitBlock taken) {
		this.block = taken;
	}

	/** Another object each time that what was remembered is forgotten. */
	Object era() {
		return this.era;
	}

	/** The item as it was last seen; as if there were none, if it never was. */
	Snapshot known() {
		Snapshot seen = this.known;
		return seen != null ? seen : this.item.read(null, this.clock.now());
	}

	boolean isKnown() {
		return this.known != null;
	}

	synchronized void known(@Nullable Snapshot seen) {
		this.known = seen;
	}

	/** The same after a write of our own, unless a later one was answered before. */
	synchronized void added(Snapshot seen) {
		if (this.known == null || !seen.isBehind(this.known)) {
			this.known = seen;
		}
	}

	/** Counts a write of the item, and warns of one that is hot. */
	synchronized void wrote() {
		long now = this.time.nanoTime();
		if (now - this.secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
			this.secondBegan = now;
			this.writesThisSecond = 0;
		}
		if (++this.writesThisSecond == HOT_WRITES_A_SECOND) {
			this.log.warn("hot", HOT_WRITES_A_SECOND
					+ " decisions a second and more are made with one item, which takes "
					+ "1,000 writes a second from all instances. Set a lease, so that permits are taken in blocks.");
		}
	}

	/** What was remembered may hold no longer. */
	synchronized void forget() {
		this.refusals.forget();
		this.block = PermitBlock.SPENT;
		this.known = null;
		this.era = new Object();
	}

}
