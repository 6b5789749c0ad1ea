package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.dynamodbtoolkit.testing.MutableTimeSource;

/**
 * Does things when the time is moved by hand, on the thread that moves it, each at its
 * own moment.
 */
final class ManualBackground implements Background {

	private final List<Task> tasks = new ArrayList<>();

	private final MutableTimeSource time;

	ManualBackground(MutableTimeSource time) {
		this.time = time;
	}

	@Override
	public synchronized void after(Duration delay, Runnable task) {
		this.tasks.add(new Task(this.time.nanoTime() + delay.toNanos(), task));
	}

	@Override
	public synchronized void stop() {
		this.tasks.clear();
	}

	synchronized int size() {
		return this.tasks.size();
	}

	/** Lets time pass, and what is due happen. */
	void advance(Duration duration) {
		long end = this.time.nanoTime() + duration.toNanos();
		for (Task task = next(end); task != null; task = next(end)) {
			this.time.advance(Duration.ofNanos(Math.max(0, task.dueNanos() - this.time.nanoTime())));
			task.action().run();
		}
		this.time.advance(Duration.ofNanos(end - this.time.nanoTime()));
	}

	private synchronized Task next(long end) {
		Task next = this.tasks.stream()
			.filter((task) -> task.dueNanos() <= end)
			.min(Comparator.comparingLong(Task::dueNanos))
			.orElse(null);
		this.tasks.remove(next);
		return next;
	}

	private record Task(long dueNanos, Runnable action) {
	}

}
