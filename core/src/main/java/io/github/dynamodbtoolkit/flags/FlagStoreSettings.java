package io.github.dynamodbtoolkit.flags;

import io.github.dynamodbtoolkit.table.Keys;

/**
 * How a flag store behaves.
 *
 * @param prefix comes first in every namespace, followed by a colon, so that several
 * environments can share a table; LaunchDarkly's SDKs call it prefix too; empty for none
 * @param readOnly whether writing is refused; GetItem and Query are then all the
 * permissions needed
 * @param safeInit whether {@link FlagStore#init} lets an upsert survive that happens
 * while it runs and is newer than what it writes. LaunchDarkly's own stores do not
 */
public record FlagStoreSettings(String prefix, boolean readOnly, boolean safeInit) {

	private static final int MAX_PREFIX_BYTES = 255;

	public FlagStoreSettings {
		if (!prefix.isEmpty()) {
			Keys.requireName("prefix", prefix, MAX_PREFIX_BYTES);
		}
	}

	/**
	 * No prefix, writable, safe init.
	 * @return the default settings
	 */
	public static FlagStoreSettings defaults() {
		return new FlagStoreSettings("", false, true);
	}

	/**
	 * These settings with another prefix.
	 * @param prefix comes first in every namespace
	 * @return the changed settings
	 */
	public FlagStoreSettings withPrefix(String prefix) {
		return new FlagStoreSettings(prefix, this.readOnly, this.safeInit);
	}

	/**
	 * These settings with or without writing.
	 * @param readOnly whether writing is refused
	 * @return the changed settings
	 */
	public FlagStoreSettings withReadOnly(boolean readOnly) {
		return new FlagStoreSettings(this.prefix, readOnly, this.safeInit);
	}

	/**
	 * These settings with or without safe init.
	 * @param safeInit whether a newer upsert survives an init
	 * @return the changed settings
	 */
	public FlagStoreSettings withSafeInit(boolean safeInit) {
		return new FlagStoreSettings(this.prefix, this.readOnly, safeInit);
	}

}
