package io.github.dynamodbtoolkit.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.github.dynamodbtoolkit.table.TimeSource;

/**
 * A time source that stands still until it is moved by hand, or by whoever sleeps. Safe
 * for use by many threads.
 */
public final class MutableTimeSource implements TimeSource {

	/**
	 * Where the wall clock stands at first.
	 */
	public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final AtomicReference<Instant> wallClock = new AtomicReference<>(START);

	private final AtomicLong nanoTime = new AtomicLong(-5_000_000_000L);

	private final AtomicReference<Runnable> beforeNextLook = new AtomicReference<>();

	private final List<Duration> sleeps = new CopyOnWriteArrayList<>();

	/**
	 * Lets time pass: both clocks move.
	 * @param duration how long, not negative
	 */
	public void advance(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("Time does not go back, only the wall clock can jump");
		}
		this.wallClock.updateAndGet((now) -> now.plus(duration));
		this.nanoTime.addAndGet(duration.toNanos());
	}

	/**
	 * Corrects the wall clock, as an operator or NTP does; no time passes.
	 * @param by how far, negative for back
	 */
	public void jumpWallClock(Duration by) {
		this.wallClock.updateAndGet((now) -> now.plus(by));
	}

	/**
	 * Does not wait, but lets that time pass at once.
	 */
	@Override
	public void sleep(Duration duration) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		this.sleeps.add(duration);
		advance(duration);
	}

	/**
	 * What was slept, in order.
	 * @return the durations
	 */
	public List<Duration> sleeps() {
		return List.copyOf(this.sleeps);
	}

	/**
	 * Lets something happen just before somebody looks at the monotonic clock.
	 * @param event what happens, once, on the thread that looks
	 */
	public void beforeNextLook(Runnable event) {
		this.beforeNextLook.set(event);
	}

	@Override
	public Instant instant() {
		return this.wallClock.get();
	}

	@Override
	public long nanoTime() {
		Runnable event = this.beforeNextLook.getAndSet(null);
		if (event != null) {
			event.run();
		}
		return this.nanoTime.get();
	}

}
