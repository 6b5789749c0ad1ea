package io.github.dynamodbtoolkit.dedupe;

/**
 * A key that is in use, or whose result is kept, came with another payload.
 */
public final class PayloadMismatchException extends RuntimeException {

	private final String key;

	PayloadMismatchException(String key) {
		super("Dedupe key '" + key + "' is already known with another payload. Use a new key for a new request.");
		this.key = key;
	}

	/**
	 * The key concerned.
	 * @return the key
	 */
	public String getKey() {
		return this.key;
	}

}
