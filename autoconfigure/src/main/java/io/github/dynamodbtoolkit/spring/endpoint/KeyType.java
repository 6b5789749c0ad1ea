package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.Locale;
import java.util.function.Function;

/**
 * What the key of a cache entry was in the application: in the table, the number 1 and
 * the text "1" are different keys.
 */
public enum KeyType {

	/** A String. */
	STRING((text) -> text),

	/** An Integer. */
	INTEGER(Integer::valueOf),

	/** A Long. */
	LONG(Long::valueOf),

	/** A UUID. */
	UUID(java.util.UUID::fromString);

	private final Function<String, Object> parser;

	KeyType(Function<String, Object> parser) {
		this.parser = parser;
	}

	Object parse(String text) {
		try {
			return this.parser.apply(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("key is not of the type " + name().toLowerCase(Locale.ROOT));
		}
	}

}
