package io.github.dynamodbtoolkit.directory;

/**
 * What a name in the directory is a name of.
 */
public enum DirectoryKind {

	/** A cache. */
	CACHE("cache"),

	/** A tag that entries of caches carry. */
	TAG("tag"),

	/** A resource that has a rate limit; never the key by which a limit is divided. */
	RESOURCE("resource");

	private final String text;

	DirectoryKind(String text) {
		this.text = text;
	}

	/** As it stands in keys. */
	String text() {
		return this.text;
	}

}
