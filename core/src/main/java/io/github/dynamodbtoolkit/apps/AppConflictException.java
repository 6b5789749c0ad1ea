package io.github.dynamodbtoolkit.apps;

/**
 * An app was not written, because others changed its key at every attempt.
 */
public final class AppConflictException extends RuntimeException {

	private final String id;

	AppConflictException(String id) {
		super("App '" + id + "' was changed by others at every attempt. Read it again and repeat the change.");
		this.id = id;
	}

	/**
	 * The app concerned.
	 * @return its id
	 */
	public String getId() {
		return this.id;
	}

}
