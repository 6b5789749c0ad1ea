package io.github.dynamodbtoolkit.value;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be turned into bytes, or bytes cannot be turned into a value. The
 * message names types and properties, never what they hold.
 */
public final class ValueCodecException extends RuntimeException {

	/**
	 * Says what is wrong.
	 * @param message what is wrong, and what to do
	 */
	public ValueCodecException(String message) {
		this(message, null);
	}

	/**
	 * Says what is wrong, and why.
	 * @param message what is wrong, and what to do
	 * @param cause the reason, null if there is nothing to add
	 */
	public ValueCodecException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
