package io.github.dynamodbtoolkit.flags;

/**
 * A flag was not written, because somebody else has written it since it was read.
 */
public final class FlagConflictException extends RuntimeException {

	private final String key;

	FlagConflictException(String key, int read) {
		super((read == 0) ? "Flag '" + key + "' exists already. Read it and change what you read." : "Flag '" + key
				+ "' has been changed since version " + read + " was read. Read it again and repeat the change.");
		this.key = key;
	}

	/**
	 * The flag concerned.
	 * @return its key
	 */
	public String getKey() {
		return this.key;
	}

}
