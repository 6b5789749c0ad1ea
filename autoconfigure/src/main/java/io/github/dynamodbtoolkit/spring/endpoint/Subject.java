package io.github.dynamodbtoolkit.spring.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * What a request is about.
 *
 * @param name the name of a thing of the section
 * @param key a key within it, such as of an entry of a cache; null for the whole
 * @param keyType what the key was in the application
 */
public record Subject(String name, @Nullable String key, KeyType keyType) {

	/**
	 * A thing as a whole.
	 * @param name its name
	 */
	public Subject(String name) {
		this(name, null, KeyType.STRING);
	}

	/** The key, as it was in the application. */
	@Nullable Object typedKey() {
		return this.key != null ? this.keyType.parse(this.key) : null;
	}

	/** The key may be anybody's data. */
	@Override
	public String toString() {
		return "Subject[" + this.name + "]";
	}

}
