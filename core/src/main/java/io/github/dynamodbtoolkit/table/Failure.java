package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReplicatedWriteConflictException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * Tells what an exception of the SDK means, and turns it into one of ours that names the
 * table and the operation and says what to do.
 */
final class Failure {

	private static final String INTERRUPTED = "was interrupted; a write may have been applied.";

	private static final String ACCESS_DENIED = "AccessDeniedException";

	private static final String GIVE_CREDENTIALS = "There are no credentials: give this process a role, a profile, or "
			+ "environment variables such as AWS_ACCESS_KEY_ID.";

	/** Reasons for which DynamoDB cancels a transaction. */
	private static final String CONDITION = "ConditionalCheckFailed";

	private static final String CONFLICT = "TransactionConflict";

	private static final Set<String> THROTTLING = Set.of("ThrottlingError", "ProvisionedThroughputExceeded");

	private Failure() {
	}

	/**
	 * Tells whether a condition does not hold, be it of a single write or of one in a
	 * transaction.
	 */
	static boolean isCondition(Throwable exception) {
		return exception instanceof ConditionalCheckFailedException || reasons(exception).contains(CONDITION);
	}

	/** Whether DynamoDB cancelled the write of that place for its condition. */
	static boolean isCondition(CancellationReason reason) {
		return CONDITION.equals(reason.code());
	}

	/** Why a transaction was cancelled; empty for other exceptions. */
	private static List<String> reasons(Throwable exception) {
		if (!(exception instanceof TransactionCanceledException cancelled)) {
			return List.of();
		}
		return cancelled.cancellationReasons()
			.stream()
			.map((reason) -> String.valueOf(reason.code()))
			.filter((code) -> !code.equals("None"))
			.toList();
	}

	static Outcome outcome(Throwable exception) {
		if (exception instanceof SdkServiceException answer) {
			return outcomeOfAnswer(answer);
		}
		if (exception instanceof ApiCallTimeoutException || exception instanceof ApiCallAttemptTimeoutException) {
			return Outcome.TIMED_OUT;
		}
		if (isInterruption(exception)) {
			return Outcome.INTERRUPTED;
		}
		// A time-out of the SDK that strikes while it waits for a connection looks like
		// this.
		return exception instanceof CancellationException ? Outcome.TIMED_OUT : Outcome.UNAVAILABLE;
	}

	private static Outcome outcomeOfAnswer(SdkServiceException answer) {
		if (answer instanceof ResourceNotFoundException) {
			return Outcome.TABLE_NOT_FOUND;
		}
		if (isThrottling(answer)) {
			return Outcome.THROTTLED;
		}
		return answer.statusCode() >= 500 || isWorthAnotherAttempt(answer) ? Outcome.UNAVAILABLE : Outcome.REJECTED;
	}

	static boolean isThrottling(Throwable exception) {
		return exception instanceof SdkServiceException answer
				&& (answer.isThrottlingException() || reasons(answer).stream().anyMatch(THROTTLING::contains));
	}

	/**
	 * Tells of what the SDK does not retry by itself whether it may pass: a conflict with
	 * other writes, a throttled transaction, and an error without a name, which is not
	 * DynamoDB's or was cut off on its way. A write may have been applied then, and even
	 * the failed condition of a repeated one be meant.
	 */
	static boolean isWorthAnotherAttempt(Throwable exception) {
		return isConflict(exception) || isThrottling(exception)
				|| exception instanceof AwsServiceException && errorCode(exception) == null;
	}

	private static boolean isConflict(Throwable exception) {
		return exception instanceof TransactionConflictException || exception instanceof TransactionInProgressException
				|| exception instanceof ReplicatedWriteConflictException
				|| reasons(exception).contains(CONFLICT) && !isCondition(exception);
	}

	/**
	 * The SDK shows an interrupt as one of several types, depending on where it struck
	 * and on the HTTP client; some tell nothing, but leave the thread's mark.
	 */
	private static boolean isInterruption(Throwable exception) {
		for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
			if (cause instanceof AbortedException || cause instanceof InterruptedException) {
				return true;
			}
		}
		return Thread.currentThread().isInterrupted();
	}

	static TableException translate(Outcome outcome, String table, String operation, CallBudget budget,
			Exception exception) {
		return switch (outcome) {
			case TABLE_NOT_FOUND -> new TableNotFoundException(table, exception);
			case REJECTED -> new TableException(table,
					message(table, operation,
							"was rejected: " + reason(exception) + ". " + remedy(exception, operation)),
					message(table, operation, rejection(exception) + ". " + remedy(exception, operation)), exception);
			default -> new TableUnavailableException(table,
					message(table, operation, unavailability(outcome, budget, exception, ": " + reason(exception))),
					message(table, operation, unavailability(outcome, budget, exception, withCode(exception))),
					exception);
		};
	}

	private static String rejection(Exception exception) {
		return ACCESS_DENIED.equals(errorCode(exception)) ? "is not permitted" : "was rejected" + withCode(exception);
	}

	private static String withCode(Exception exception) {
		String code = errorCode(exception);
		return code != null ? " with " + code : "";
	}

	private static String unavailability(Outcome outcome, CallBudget budget, Exception exception, String reason) {
		return switch (outcome) {
			case INTERRUPTED -> INTERRUPTED;
			case THROTTLED -> "was throttled. Check the table's capacity and whether one key is hot.";
			case TIMED_OUT -> "had no answer within " + DurationText.of(budget.timeout())
					+ ". Check the endpoint, or raise toolkit.dynamodb.time-budgets if the network is slow.";
			default -> isConflict(exception) ? "met other writes of the same item at every attempt. Try again."
					: "failed" + reason + ". " + (isWithoutCredentials(exception) ? GIVE_CREDENTIALS
							: "Check region, endpoint, credentials and network.");
		};
	}

	/** The SDK has no type for it, but these words since its first version. */
	private static boolean isWithoutCredentials(Exception exception) {
		return String.valueOf(exception.getMessage()).startsWith("Unable to load credentials");
	}

	static TableException notAttempted(String table, String operation) {
		return new TableUnavailableException(table, message(table, operation,
				"was not sent, because the last calls failed; it is tried again once per second."), null);
	}

	static TableException interrupted(String table, String operation, InterruptedException exception) {
		return new TableUnavailableException(table, message(table, operation, INTERRUPTED), exception);
	}

	static TableException stillHandedBack(String table, String operation, int items, Duration timeout) {
		return new TableUnavailableException(table,
				message(table, operation, "still handed back " + items + " items after " + DurationText.of(timeout)
						+ ". Check the table's capacity and whether one key is hot."),
				null);
	}

	private static String message(String table, String operation, String whatHappened) {
		return "DynamoDB table \"" + table + "\": " + operation + " " + whatHappened;
	}

	private static String reason(Exception exception) {
		if (!(exception instanceof AwsServiceException answer)) {
			return String.valueOf(exception.getMessage());
		}
		String code = errorCode(exception);
		return code != null ? code + ": " + answer.awsErrorDetails().errorMessage()
				: "the answer with HTTP status " + answer.statusCode() + " is not one of DynamoDB's";
	}

	private static @Nullable String errorCode(Throwable exception) {
		return exception instanceof AwsServiceException answer && answer.awsErrorDetails() != null
				? answer.awsErrorDetails().errorCode() : null;
	}

	private static String remedy(Exception exception, String operation) {
		return switch (String.valueOf(errorCode(exception))) {
			case ACCESS_DENIED -> "Allow dynamodb:" + operation + " on this table in the policy of these credentials.";
			case "ValidationException" -> "Check the table's keys; toolkit.dynamodb.initialize-schema=validate says "
					+ "at start how they differ from what the stores need.";
			default -> "Check the credentials, their policy, and the clock of this machine.";
		};
	}

}
