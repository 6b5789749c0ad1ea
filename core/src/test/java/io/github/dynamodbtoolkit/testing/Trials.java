package io.github.dynamodbtoolkit.testing;

/**
 * How often something is tried that may go wrong by chance: in the Maven profile
 * {@code proof} as often as a proof needs, otherwise a tenth of that.
 */
public final class Trials {

	private static final boolean FULL = Boolean.getBoolean("proof");

	private Trials() {
	}

	/**
	 * Scales a number of trials.
	 * @param full the trials of a proof, positive
	 * @return that many, or a tenth of them and at least one
	 */
	public static int of(int full) {
		return FULL ? full : (full + 9) / 10;
	}

}
