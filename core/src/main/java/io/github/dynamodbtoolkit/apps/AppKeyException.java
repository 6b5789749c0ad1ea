package io.github.dynamodbtoolkit.apps;

/**
 * Two apps have, or would have, one key. The message names both ids.
 */
public final class AppKeyException extends RuntimeException {

	AppKeyException(String message) {
		super(message);
	}

}
