package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Every call of DynamoDB is made here: it asks the store's circuit breaker, gives the
 * request its time budget and attempts, reports how it ended, and translates what was
 * thrown.
 */
final class Calls {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

	private final String store;

	private final TableSettings settings;

	private final Breaker breaker;

	/** Whether the client takes the retries of each call from its thread. */
	private final boolean callsBringRetries;

	/** By the kinds' ordinals. */
	private final List<RetryStrategy> retries;

	/** By the kinds' ordinals. */
	private final List<AwsRequestOverrideConfiguration> overrides;

	Calls(String store, TableSettings settings, DynamoDbClient client) {
		this.store = store;
		this.settings = settings;
		this.breaker = new Breaker(store, settings.tableName(), settings.time());
		this.callsBringRetries = Clients.isPrepared(client);
		this.retries = Stream.of(CallKind.values()).map(this::retries).toList();
		this.overrides = Stream.of(CallKind.values()).map(this::override).toList();
	}

	private RetryStrategy retries(CallKind kind) {
		return PinnedRetries.of(budget(kind).attempts(), (failure) -> reportRetry(Failure.isThrottling(failure)));
	}

	private AwsRequestOverrideConfiguration override(CallKind kind) {
		AwsRequestOverrideConfiguration.Builder override = AwsRequestOverrideConfiguration.builder()
			.apiCallAttemptTimeout(budget(kind).attemptTimeout())
			.apiCallTimeout(budget(kind).timeout());
		if (!this.callsBringRetries) {
			override.addPlugin(PinnedRetries.plugin(this.retries.get(kind.ordinal())));
		}
		return override.build();
	}

	TableSettings settings() {
		return this.settings;
	}

	CallBudget budget(CallKind kind) {
		return this.settings.budgets().of(kind);
	}

	/**
	 * Makes a call within its kind's budget. A failed condition is thrown as it is: it is
	 * the caller's to turn it into an outcome.
	 * @param request sends the request with the given override
	 * @param usage tells from the answer what was consumed
	 */
	<R> R make(String operation, CallKind kind, Function<AwsRequestOverrideConfiguration, R> request,
			Function<R, Usage> usage) {
		return make(operation, kind, this.overrides.get(kind.ordinal()), request, usage);
	}

	/** The same, within what is left of the budget of something that began before. */
	<R> R make(String operation, CallKind kind, long start, Function<AwsRequestOverrideConfiguration, R> request,
			Function<R, Usage> usage) {
		AwsRequestOverrideConfiguration whole = this.overrides.get(kind.ordinal());
		boolean beginsNow = this.settings.time().nanoTime() - start < SHORTEST_TIMEOUT.toNanos();
		return make(operation, kind, beginsNow ? whole : whole.toBuilder().apiCallTimeout(left(kind, start)).build(),
				request, usage);
	}

	/** Never nothing, for what took longer than it should; zero means for ever. */
	Duration left(CallKind kind, long start) {
		Duration left = budget(kind).timeout().minusNanos(this.settings.time().nanoTime() - start);
		return left.compareTo(SHORTEST_TIMEOUT) > 0 ? left : SHORTEST_TIMEOUT;
	}

	private <R> R make(String operation, CallKind kind, AwsRequestOverrideConfiguration override,
			Function<AwsRequestOverrideConfiguration, R> request, Function<R, Usage> usage) {
		if (!this.breaker.tryEnter()) {
			report(operation, Outcome.NOT_ATTEMPTED, Duration.ZERO, Usage.NONE);
			throw Failure.notAttempted(this.settings.tableName(), operation);
		}
		long start = this.settings.time().nanoTime();
		Outcome outcome = Outcome.UNAVAILABLE;
		Usage used = Usage.NONE;
		try {
			R response = this.callsBringRetries
					? RetriesOfCall.with(this.retries.get(kind.ordinal()), () -> request.apply(override))
					: request.apply(override);
			outcome = Outcome.SUCCESS;
			used = usage.apply(response);
			return response;
		}
		catch (RuntimeException ex) {
			if (Failure.isCondition(ex)) {
				outcome = Outcome.CONDITION_FAILED;
				throw ex;
			}
			outcome = Failure.outcome(ex);
			throw Failure.translate(outcome, this.settings.tableName(), operation, budget(kind), ex);
		}
		finally {
			leaveBreaker(outcome);
			report(operation, outcome, Duration.ofNanos(this.settings.time().nanoTime() - start), used);
		}
	}

	/** Waits on behalf of an operation, which an interrupt ends as it ends a call. */
	void sleep(Duration duration, String operation) {
		try {
			this.settings.time().sleep(duration);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Failure.interrupted(this.settings.tableName(), operation, ex);
		}
	}

	private void leaveBreaker(Outcome outcome) {
		switch (outcome) {
			case THROTTLED, TIMED_OUT, UNAVAILABLE -> this.breaker.failed();
			case INTERRUPTED -> {
				this.breaker.leave();
				Thread.currentThread().interrupt();
			}
			default -> this.breaker.answered();
		}
	}

	private void report(String operation, Outcome outcome, Duration duration, Usage usage) {
		this.settings.metrics()
			.tableCalled(new TableCall(this.store, operation, this.settings.tableName(), outcome, duration, usage));
	}

	void reportRetry(boolean throttled) {
		this.settings.metrics().tableCallRetried(this.store, this.settings.tableName(), throttled);
	}

}
