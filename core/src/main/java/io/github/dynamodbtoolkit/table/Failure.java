package io.github.dynamodbtoolkit.table;

import java.util.concurrent.CancellationException;

import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Tells what an exception of the SDK means, and turns it into one of ours that says what
 * to do.
 */
final class Failure {

	private Failure() {
	}

	static Outcome outcome(Throwable exception) {
		if (isInterruption(exception)) {
			return Outcome.INTERRUPTED;
		}
		if (exception instanceof ResourceNotFoundException) {
			return Outcome.TABLE_NOT_FOUND;
		}
		if (exception instanceof ApiCallTimeoutException || exception instanceof ApiCallAttemptTimeoutException) {
			return Outcome.TIMED_OUT;
		}
		if (!(exception instanceof SdkServiceException answer)) {
			return Outcome.UNAVAILABLE;
		}
		if (isThrottling(answer)) {
			return Outcome.THROTTLED;
		}
		return (answer.statusCode() >= 500 || isUnreadable(answer)) ? Outcome.UNAVAILABLE : Outcome.REJECTED;
	}

	/**
	 * An error without a name is not DynamoDB's, or was cut off on its way: a write may
	 * have been applied, and even the failed condition of a repeated one be meant.
	 */
	static boolean isUnreadable(Throwable exception) {
		return exception instanceof AwsServiceException answer
				&& (answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null);
	}

	static boolean isThrottling(Throwable exception) {
		return exception instanceof SdkServiceException answer && answer.isThrottlingException();
	}

	/**
	 * The SDK shows an interrupt as one of several types, depending on its HTTP client.
	 */
	private static boolean isInterruption(Throwable exception) {
		for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
			if (cause instanceof AbortedException || cause instanceof CancellationException
					|| cause instanceof InterruptedException) {
				return true;
			}
		}
		return false;
	}

	static TableException translate(Outcome outcome, String table, String operation, CallBudget budget,
			RuntimeException exception) {
		String start = "DynamoDB table \"" + table + "\": " + operation + " ";
		return switch (outcome) {
			case TABLE_NOT_FOUND -> new TableNotFoundException(table, exception);
			case REJECTED -> new TableException(table, start + "was rejected: " + reason(exception)
					+ ". Check the credentials, and that their policy allows dynamodb:" + operation + " on this table.",
					exception);
			case INTERRUPTED -> new TableUnavailableException(table,
					start + "was interrupted; a write may have been applied.", exception);
			case THROTTLED -> new TableUnavailableException(table,
					start + "was throttled. Check the table's capacity and whether one key is hot.", exception);
			case TIMED_OUT -> new TableUnavailableException(table,
					start + "had no answer within " + budget.timeout()
							+ ". Check the endpoint, or raise toolkit.dynamodb.time-budgets if the network is slow.",
					exception);
			default -> new TableUnavailableException(table,
					start + "failed: " + reason(exception) + ". Check region, endpoint and network.", exception);
		};
	}

	private static String reason(RuntimeException exception) {
		if (exception instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
			return answer.awsErrorDetails().errorCode() + ": " + answer.awsErrorDetails().errorMessage();
		}
		return String.valueOf(exception.getMessage());
	}

}
