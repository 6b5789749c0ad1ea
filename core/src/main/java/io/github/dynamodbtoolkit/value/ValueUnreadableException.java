package io.github.dynamodbtoolkit.value;

/**
 * What a table holds is not a whole value of ours: an attribute is missing or damaged, a
 * chunk is gone, or the value is larger than permitted.
 */
public final class ValueUnreadableException extends RuntimeException {

	ValueUnreadableException(String reason) {
		super("The stored value cannot be read: " + reason + ".");
	}

}
