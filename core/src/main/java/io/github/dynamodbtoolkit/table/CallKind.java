package io.github.dynamodbtoolkit.table;

/**
 * What a call is for, which decides how long its caller can wait for it.
 */
public enum CallKind {

	/** A cache's read; failing, it is a miss. */
	CACHE_READ(2, 200, 400),

	/** A cache's write: put, evict, tag versions. */
	CACHE_WRITE(2, 400, 900),

	/** The chunks of a value above DynamoDB's item size. */
	LARGE_VALUE(2, 1000, 2000),

	/** A rate limiter's decision: tried once, since a second attempt may count twice. */
	DECISION(1, 250, 300),

	/** Taking, renewing or completing a lease. */
	LEASE(3, 500, 1500),

	/** A look-up whose answer the caller cannot do without. */
	LOOKUP(3, 500, 1500),

	/** Batches and administration. */
	BULK(5, 2000, 10_000),

	/** At start: the first calls of a process take about a second. */
	START(1, 1500, 1500);

	private final CallBudget defaultBudget;

	CallKind(int attempts, long attemptMillis, long totalMillis) {
		this.defaultBudget = CallBudget.ofMillis(attempts, attemptMillis, totalMillis);
	}

	/**
	 * The budget that holds unless {@link CallBudgets} says otherwise.
	 * @return attempts and time-outs
	 */
	public CallBudget defaultBudget() {
		return this.defaultBudget;
	}

}
