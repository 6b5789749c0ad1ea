package io.github.dynamodbtoolkit.spring.flags;

/**
 * A method was not called, because its {@link FeatureFlag} is off.
 */
public final class FeatureDisabledException extends RuntimeException {

	private final String key;

	FeatureDisabledException(String key) {
		super("Feature '" + key + "' is off.");
		this.key = key;
	}

	/**
	 * The flag that is off.
	 * @return its key
	 */
	public String getKey() {
		return this.key;
	}

}
