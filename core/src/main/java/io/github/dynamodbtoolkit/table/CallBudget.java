package io.github.dynamodbtoolkit.table;

import java.time.Duration;

/**
 * How often a call is tried and how long it may take. Its caller gets an answer or an
 * error within {@code timeout}.
 *
 * @param attempts attempts in all, 1 to 10
 * @param attemptTimeout the longest that one attempt may take; positive
 * @param timeout the longest that all attempts and the waits between them may take; at
 * least {@code attemptTimeout}
 */
public record CallBudget(int attempts, Duration attemptTimeout, Duration timeout) {

	public CallBudget {
		if (attempts < 1 || attempts > 10) {
			throw new IllegalArgumentException("attempts must be between 1 and 10, got " + attempts);
		}
		if (attemptTimeout.isNegative() || attemptTimeout.isZero()) {
			throw new IllegalArgumentException(
					"attempt-timeout must be positive, got " + DurationText.of(attemptTimeout));
		}
		if (timeout.compareTo(attemptTimeout) < 0) {
			throw new IllegalArgumentException("timeout must be at least attempt-timeout ("
					+ DurationText.of(attemptTimeout) + "), got " + DurationText.of(timeout));
		}
	}

	static CallBudget ofMillis(int attempts, long attemptMillis, long totalMillis) {
		return new CallBudget(attempts, Duration.ofMillis(attemptMillis), Duration.ofMillis(totalMillis));
	}

}
