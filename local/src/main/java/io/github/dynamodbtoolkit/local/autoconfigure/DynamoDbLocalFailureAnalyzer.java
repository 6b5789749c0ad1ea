package io.github.dynamodbtoolkit.local.autoconfigure;

import io.github.dynamodbtoolkit.local.DynamoDbLocalException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Prints why DynamoDB Local did not start, and what to do about it.
 */
final class DynamoDbLocalFailureAnalyzer extends AbstractFailureAnalyzer<DynamoDbLocalException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DynamoDbLocalException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
