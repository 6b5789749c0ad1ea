package io.github.dynamodbtoolkit.table;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
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

	private final String store;

	private final String table;

	/** Whether the log's last word is that the table does not answer. */
	private final AtomicBoolean saidToBeSilent = new AtomicBoolean();

	/** Without listeners: the library would make them an event of every answer. */
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
		this.store = store;
		this.table = table;
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
		if (this.saidToBeSilent.get() && this.breaker.getState() == State.CLOSED
				&& this.saidToBeSilent.compareAndSet(true, false)) {
			logger.info("DynamoDB table \"{}\" answers the {} store again", this.table, this.store);
		}
	}

	/** Says nothing of trials that fail, of which there is one per second. */
	void failed() {
		this.breaker.onError(0, TimeUnit.NANOSECONDS, FAILURE);
		if (this.breaker.getState() == State.OPEN && this.saidToBeSilent.compareAndSet(false, true)) {
			logger.warn("DynamoDB table \"{}\" does not answer; the {} store asks it once per second until it does",
					this.table, this.store);
		}
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
