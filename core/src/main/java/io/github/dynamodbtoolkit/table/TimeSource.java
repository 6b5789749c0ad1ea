package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The one source of time: the wall clock for what is stored and shared, and a monotonic
 * one for durations within this process, which no clock correction can stretch.
 */
public interface TimeSource extends InstantSource {

	/**
	 * Monotonic time; only differences mean anything, as of {@link System#nanoTime()}.
	 * @return nanoseconds since an arbitrary origin
	 */
	long nanoTime();

	/**
	 * Lets the calling thread wait.
	 * @param duration how long
	 * @throws InterruptedException if the thread is interrupted
	 */
	default void sleep(Duration duration) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(duration.toNanos());
	}

	/**
	 * The time of this machine.
	 * @return the system's time source
	 */
	static TimeSource system() {
		return SystemTimeSource.INSTANCE;
	}

	/** The clocks of the JVM. */
	enum SystemTimeSource implements TimeSource {

		INSTANCE;

		@Override
		public Instant instant() {
			return InstantSource.system().instant();
		}

		@Override
		public long millis() {
			return InstantSource.system().millis();
		}

		@Override
		public long nanoTime() {
			return System.nanoTime();
		}

	}

}
