package io.github.dynamodbtoolkit.local;

import org.jspecify.annotations.Nullable;

/**
 * Says that DynamoDB Local could not be started or joined, and what to do about it.
 */
public final class DynamoDbLocalException extends RuntimeException {

	private final String action;

	DynamoDbLocalException(String description, String action, @Nullable Throwable cause) {
		super(description, cause);
		this.action = action;
	}

	/**
	 * What would mend it.
	 * @return one or two sentences for whoever starts the application
	 */
	public String action() {
		return this.action;
	}

}
