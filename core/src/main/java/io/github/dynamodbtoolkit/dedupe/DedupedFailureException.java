package io.github.dynamodbtoolkit.dedupe;

import org.jspecify.annotations.Nullable;

/**
 * Work that somebody else did for this caller too has failed. If it was done in another
 * instance, all that is known of the failure is its class and message.
 */
public final class DedupedFailureException extends RuntimeException {

	private final String key;

	private final String exceptionClass;

	/**
	 * Tells a caller who waited.
	 * @param key the key of the work
	 * @param failed what is known of the failure
	 */
	public DedupedFailureException(String key, Outcome.Failed failed) {
		super("The work for dedupe key '" + key + "' failed elsewhere: " + failed.exceptionClass()
				+ ((failed.message() != null) ? ": " + failed.message() : ""), failed.cause());
		this.key = key;
		this.exceptionClass = failed.exceptionClass();
	}

	/**
	 * The key concerned.
	 * @return the key
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * The class of the original failure.
	 * @return its name
	 */
	public String getExceptionClass() {
		return this.exceptionClass;
	}

}
