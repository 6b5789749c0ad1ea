package io.github.dynamodbtoolkit.flags;

/**
 * Hears at once of what a {@link FlagStore} has written, before the writing call returns
 * and on its thread. What other processes write is not heard of.
 */
public interface FlagListener {

	/**
	 * An item stands in the table as a new version, or was deleted.
	 * @param kind its kind
	 * @param key its key
	 * @param item the version that was written, or the tombstone
	 */
	void upserted(FlagKind kind, String key, FlagItem item);

	/**
	 * All items of some kinds were replaced, or the store was marked as initialised.
	 */
	void initialized();

}
