package io.github.dynamodbtoolkit.metrics;

import java.time.Duration;

/**
 * One call of a table, as its caller saw it.
 *
 * @param store the store that called, such as {@code cache}
 * @param operation DynamoDB's name of the operation, such as {@code GetItem}
 * @param table the table's name
 * @param outcome how it ended
 * @param duration from the first attempt to the answer, measured monotonically
 * @param usage what it consumed
 */
public record TableCall(String store, String operation, String table, Outcome outcome, Duration duration, Usage usage) {

	/**
	 * How a call ended.
	 */
	public enum Outcome {

		/** DynamoDB did what was asked. */
		SUCCESS,

		/** DynamoDB answered that the condition of a write does not hold. */
		CONDITION_FAILED,

		/** DynamoDB refused for its rate, after all attempts. */
		THROTTLED,

		/** No answer within the time budget. */
		TIMED_OUT,

		/** DynamoDB could not be reached, or failed. */
		UNAVAILABLE,

		/** The table does not exist. */
		TABLE_NOT_FOUND,

		/** DynamoDB rejected the request: permissions, credentials, a malformed call. */
		REJECTED,

		/** The calling thread was interrupted. */
		INTERRUPTED,

		/** Not sent: the last calls failed, and the next trial is not due. */
		NOT_ATTEMPTED

	}

	/**
	 * What a call consumed, as far as DynamoDB said so.
	 *
	 * @param readUnits read capacity units
	 * @param writeUnits write capacity units
	 * @param itemBytes approximate size of the items sent or received, in bytes
	 */
	public record Usage(double readUnits, double writeUnits, long itemBytes) {

		/** Nothing, or nothing known. */
		public static final Usage NONE = new Usage(0, 0, 0);

	}

}
