package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * The requests of one batch: the first, and one for whatever DynamoDB hands back, with
 * growing waits between them. All of them together stay within the kind's time budget.
 */
final class Resends {

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(25);

	private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

	private final Calls calls;

	private final String operation;

	private final CallKind kind;

	private final long start;

	private Duration wait = SHORTEST_WAIT;

	Resends(Calls calls, String operation, CallKind kind, long start) {
		this.calls = calls;
		this.operation = operation;
		this.kind = kind;
		this.start = start;
	}

	<R> R call(Function<AwsRequestOverrideConfiguration, R> request, Function<R, Usage> usage) {
		return this.calls.make(this.operation, this.kind, this.start, request, usage);
	}

	/**
	 * Asks whether to send again, and if so, waits before.
	 * @param handedBack how many items or keys were handed back
	 * @return whether there is anything to send
	 */
	boolean needed(int handedBack) {
		if (handedBack == 0) {
			return false;
		}
		if (this.calls.left(this.kind, this.start).compareTo(this.wait) <= 0) {
			throw Failure.stillHandedBack(this.calls.settings().tableName(), this.operation, handedBack,
					this.calls.budget(this.kind).timeout());
		}
		waitABit();
		this.calls.reportRetry(true);
		return true;
	}

	private void waitABit() {
		long nanos = this.wait.toNanos();
		this.calls.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos)), this.operation);
		Duration next = this.wait.multipliedBy(2);
		this.wait = next.compareTo(LONGEST_WAIT) < 0 ? next : LONGEST_WAIT;
	}

}
