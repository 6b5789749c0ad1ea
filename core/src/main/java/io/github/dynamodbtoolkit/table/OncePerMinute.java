package io.github.dynamodbtoolkit.table;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Keeps warnings from filling the log: each subject is due once a minute, by the
 * monotonic clock, whichever thread asks first. Remembers every subject, so there must be
 * few. Safe for use by many threads.
 */
public final class OncePerMinute {

	private static final long SILENCE = TimeUnit.MINUTES.toNanos(1);

	private final Map<Object, Long> lastDue = new ConcurrentHashMap<>();

	private final TimeSource time;

	/**
	 * Creates one to which nothing was due yet.
	 * @param time the source of time
	 */
	public OncePerMinute(TimeSource time) {
		this.time = time;
	}

	/**
	 * Asks for a subject's turn, and takes it.
	 * @param subject what there is to say; compared by {@code equals}
	 * @return whether it is due
	 */
	public boolean isDue(Object subject) {
		long now = this.time.nanoTime();
		Long before = this.lastDue.get(subject);
		if (before == null) {
			return this.lastDue.putIfAbsent(subject, now) == null;
		}
		return now - before >= SILENCE && this.lastDue.replace(subject, before, now);
	}

}
