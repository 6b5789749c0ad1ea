package io.github.dynamodbtoolkit.spring.flags;

/**
 * A file of flags cannot be imported, whatever the state of DynamoDB.
 */
public final class InvalidFlagFileException extends RuntimeException {

	InvalidFlagFileException(String message, Throwable cause) {
		super(message, cause);
	}

}
