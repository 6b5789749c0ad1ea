package io.github.dynamodbtoolkit.value;

/**
 * Leaves the serialization of a value that would not be brought back.
 */
final class MisfitException extends RuntimeException {

	MisfitException(String property, String misfit) {
		super("its property " + property + " holds " + misfit, null, false, false);
	}

}
