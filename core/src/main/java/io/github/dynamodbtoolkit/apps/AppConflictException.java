package io.github.dynamodbtoolkit.apps;

/**
 * An app was not written, because others changed its key at every attempt.
 */
public final class AppConflictException extends RuntimeException {

	AppConflictException(String id) {
		super("App '" + id + "' was changed by others at every attempt. Read it again and repeat the change.");
	}

}
