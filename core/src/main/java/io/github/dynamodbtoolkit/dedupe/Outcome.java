package io.github.dynamodbtoolkit.dedupe;

import java.util.Map;

import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.value.EncodedValue;
import org.jspecify.annotations.Nullable;

/**
 * What a caller who waited learns of a job.
 */
public sealed interface Outcome {

	/**
	 * It was done.
	 *
	 * @param result its result
	 * @param metadata what its owner added
	 */
	record Completed(EncodedValue result, Map<String, String> metadata) implements Outcome {
	}

	/**
	 * It was done, but its result could not be stored: do it again if that is harmless.
	 *
	 * @param reason why, to be read by people
	 */
	record Withheld(String reason) implements Outcome {
	}

	/**
	 * It failed.
	 *
	 * @param exceptionClass the name of the exception's class
	 * @param message the exception's message, possibly shortened, null if it has none
	 * @param cause the exception itself if it was thrown in this instance, else null
	 */
	record Failed(String exceptionClass, @Nullable String message, @Nullable Throwable cause) implements Outcome {

		private static final int LONGEST_MESSAGE = 2048;

		/**
		 * What became of a job that an exception ended in this instance.
		 * @param cause the exception; of its message the first 2,048 characters are kept
		 * @return the outcome
		 */
		public static Failed of(Throwable cause) {
			String message = cause.getMessage();
			return new Failed(cause.getClass().getName(), (message != null) ? shortened(message) : null, cause);
		}

		/** Never ends in half of a surrogate pair. */
		private static String shortened(String message) {
			if (message.length() <= LONGEST_MESSAGE) {
				return message;
			}
			int end = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1)) ? LONGEST_MESSAGE - 1
					: LONGEST_MESSAGE;
			return message.substring(0, end);
		}

	}

	/**
	 * Its owner is dead or gave up, and the caller is the owner now.
	 *
	 * @param lease to be completed, failed or released
	 */
	record TakenOver(Lease lease) implements Outcome {
	}

	/**
	 * Meanwhile the key is used with another payload.
	 */
	record Mismatched() implements Outcome {
	}

	/**
	 * There is no news of it: it may be running, or done.
	 *
	 * @param reason why not
	 */
	record NoNews(Reason reason) implements Outcome {

		/** Why there is no news. */
		public enum Reason {

			/** The caller's time was over. */
			TIMED_OUT,

			/** Too many callers of this instance wait already. */
			TOO_MANY_WAITERS,

			/** The caller's thread was interrupted; it is still marked so. */
			INTERRUPTED,

			/** The store was closed. */
			CLOSED

		}

	}

	/**
	 * DynamoDB has failed for longer than a lease.
	 *
	 * @param cause its last failure
	 */
	record Unavailable(TableException cause) implements Outcome {
	}

}
