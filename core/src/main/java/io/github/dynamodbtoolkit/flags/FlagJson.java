package io.github.dynamodbtoolkit.flags;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * The little that the store itself needs to know of a definition; the rest is only
 * checked to be JSON.
 *
 * @param key the key that it names, null if none
 * @param version the version that it names, null if none
 * @param deleted whether it is a tombstone, as LaunchDarkly's SDKs for other languages
 * write it
 */
record FlagJson(@Nullable String key, @Nullable Integer version, boolean deleted) {

	private static final JsonFactory factory = JsonFactory.builder().build();

	/**
	 * Reads a definition to its end.
	 * @throws NotReadableException if it is not one JSON object
	 */
	static FlagJson read(String json) throws NotReadableException {
		try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new NotReadableException("is not a JSON object");
			}
			FlagJson read = readObject(parser);
			if (parser.nextToken() != null) {
				throw notJson(parser.currentTokenLocation());
			}
			return read;
		}
		catch (JacksonException ex) {
			throw notJson(ex.getLocation());
		}
	}

	private static FlagJson readObject(JsonParser parser) {
		String key = null;
		Integer version = null;
		boolean deleted = false;
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			if (name.equals("key") && value == JsonToken.VALUE_STRING) {
				key = parser.getString();
			}
			else if (name.equals("version") && value == JsonToken.VALUE_NUMBER_INT
					&& parser.getNumberType() == JsonParser.NumberType.INT) {
				version = parser.getIntValue();
			}
			else if (name.equals("deleted")) {
				deleted = value == JsonToken.VALUE_TRUE;
			}
			parser.skipChildren();
		}
		return new FlagJson(key, version, deleted);
	}

	private static NotReadableException notJson(@Nullable TokenStreamLocation location) {
		return new NotReadableException("is not JSON" + (location != null
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : ""));
	}

	/**
	 * The definition cannot be used; the message continues a sentence that begins with
	 * where it stands.
	 */
	static final class NotReadableException extends Exception {

		NotReadableException(String message) {
			super(message, null, false, false);
		}

	}

}
