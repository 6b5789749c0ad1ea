package io.github.dynamodbtoolkit.flags;

import org.jspecify.annotations.Nullable;

/**
 * One version of a flag or segment, as it is stored.
 *
 * @param version its version; of two, the higher one is newer
 * @param json its definition in LaunchDarkly's format; null (or the text {@code null}) if
 * it was deleted
 */
public record FlagItem(int version, @Nullable String json) {

	/** What stands in the table in place of a deleted item's definition. */
	static final String TOMBSTONE = "null";

	public FlagItem {
		json = TOMBSTONE.equals(json) ? null : json;
	}

	/**
	 * The trace that a deleted item leaves, so that no older version brings it back.
	 * @param version the version of the deletion
	 * @return the tombstone
	 */
	public static FlagItem tombstone(int version) {
		return new FlagItem(version, null);
	}

	/**
	 * Tells whether this is a tombstone.
	 * @return whether the item was deleted
	 */
	public boolean deleted() {
		return this.json == null;
	}

}
