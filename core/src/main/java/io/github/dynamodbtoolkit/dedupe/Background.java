package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;

/**
 * Does things later.
 */
interface Background {

	/**
	 * Does something once, on a thread where it may wait for DynamoDB without delaying
	 * anything else. After {@link #stop()} it is not done.
	 */
	void after(Duration delay, Runnable task);

	void stop();

}
