package io.github.dynamodbtoolkit.table;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spares callers the wait for a table that does not answer: after five failures in a row
 * one call per second is let through, the others fail at once, until one succeeds.
 */
final class Breaker {

	private static final Logger logger = LoggerFactory.getLogger(TableClient.class);

	private static final int FAILURES_IN_A_ROW = 5;

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	/** The library wants to be shown one; it does nothing with it. */
	private static final Throwable FAILURE = new Throwable();

	private final CircuitBreaker breaker;

	Breaker(String store, String table, TimeSource time) {
		this.breaker = CircuitBreaker.of(store,
				CircuitBreakerConfig.custom()
					.slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
					.slidingWindowSize(FAILURES_IN_A_ROW)
					.minimumNumberOfCalls(FAILURES_IN_A_ROW)
					.failureRateThreshold(100)
					.permittedNumberOfCallsInHalfOpenState(1)
					.waitDurationInOpenState(RETRY_AFTER)
					.clock(new MonotonicClock(time))
					.currentTimestampFunction((clock) -> time.nanoTime(), TimeUnit.NANOSECONDS)
					.build());
		this.breaker.getEventPublisher()
			.onStateTransition((event) -> logTransition(store, table, event.getStateTransition()));
	}

	/** Says nothing of trials that fail, of which there is one per second. */
	private static void logTransition(String store, String table, StateTransition transition) {
		if (transition == StateTransition.CLOSED_TO_OPEN) {
			logger.warn("DynamoDB table \"{}\" does not answer; the {} store asks it once per second until it does",
					table, store);
		}
		else if (transition.getToState() == State.CLOSED) {
			logger.info("DynamoDB table \"{}\" answers the {} store again", table, store);
		}
	}

	/**
	 * Asks whether a call may be made. If so, exactly one of the other methods must
	 * follow.
	 */
	boolean tryEnter() {
		return this.breaker.tryAcquirePermission();
	}

	void answered() {
		this.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
	}

	void failed() {
		this.breaker.onError(0, TimeUnit.NANOSECONDS, FAILURE);
	}

	/** The call says nothing about the table. */
	void leave() {
		this.breaker.releasePermission();
	}

	/**
	 * The library waits by a wall clock. This one cannot jump, so that a corrected clock
	 * never keeps the breaker open.
	 */
	private static final class MonotonicClock extends Clock {

		private final TimeSource time;

		private MonotonicClock(TimeSource time) {
			this.time = time;
		}

		@Override
		public Instant instant() {
			return Instant.ofEpochSecond(0, this.time.nanoTime());
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
