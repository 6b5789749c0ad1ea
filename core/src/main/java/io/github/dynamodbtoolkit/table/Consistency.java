package io.github.dynamodbtoolkit.table;

/**
 * Whether a read must see every write that was confirmed before it.
 */
public enum Consistency {

	/** May lag behind by DynamoDB's replication; half the price. */
	EVENTUAL,

	/** Sees every confirmed write. */
	STRONG;

	/**
	 * The consistency that a flag asks for.
	 * @param consistent whether reads must be consistent
	 * @return {@link #STRONG} if so
	 */
	public static Consistency of(boolean consistent) {
		return consistent ? STRONG : EVENTUAL;
	}

}
