package io.github.dynamodbtoolkit.autoconfigure;

import io.github.dynamodbtoolkit.spring.flags.InvalidFlagFileException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what is wrong with the file of flags.
 */
final class InvalidFlagFileFailureAnalyzer extends AbstractFailureAnalyzer<InvalidFlagFileException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidFlagFileException cause) {
		return new FailureAnalysis("The flags were not imported. " + cause.getMessage(),
				"Mend the file that " + DynamoDbFlagsProperties.PREFIX
						+ ".import-from names, or leave the property out. Nothing was written.",
				cause);
	}

}
