package io.github.dynamodbtoolkit.flags;

import io.github.dynamodbtoolkit.table.Keys;

/**
 * A kind of item that a flag store holds. Each has a namespace of its own in the table.
 *
 * @param name LaunchDarkly's name of the kind; not empty, without a colon, not beginning
 * with a dollar sign
 */
public record FlagKind(String name) {

	/** Feature flags. */
	public static final FlagKind FLAGS = new FlagKind("features");

	/** Segments, which rules of flags refer to. */
	public static final FlagKind SEGMENTS = new FlagKind("segments");

	private static final int MAX_BYTES = 255;

	public FlagKind {
		Keys.requireName("Flag kind", name, MAX_BYTES);
		if (name.startsWith("$") || name.indexOf(':') >= 0) {
			throw new IllegalArgumentException(
					"Flag kind '" + name + "' is not usable: leave out the colon and the dollar sign at its start.");
		}
	}

	/** What an item of this kind is called in a message. */
	String label() {
		return equals(FLAGS) ? "Flag" : equals(SEGMENTS) ? "Segment" : "Item";
	}

}
