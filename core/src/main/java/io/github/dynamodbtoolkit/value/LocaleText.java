package io.github.dynamodbtoolkit.value;

import java.util.Locale;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Locales as text that brings them back. A language tag does so for nearly all; those
 * that {@link Locale#toLanguageTag()} alters are written as
 * {@code language_country_variant}.
 */
final class LocaleText {

	private LocaleText() {
	}

	static void addTo(SimpleModule module) {
		module.addSerializer(Locale.class, new Writer());
		module.addDeserializer(Locale.class, new Reader());
		module.addKeySerializer(Locale.class, new KeyWriter());
		module.addKeyDeserializer(Locale.class, new KeyReader());
	}

	static String write(Locale locale) {
		String tag = locale.toLanguageTag();
		if (Locale.forLanguageTag(tag).equals(locale)) {
			return tag;
		}
		String parts = locale.getLanguage() + "_" + locale.getCountry() + "_" + locale.getVariant();
		if (!read(parts).equals(locale)) {
			throw new IllegalArgumentException("a locale has no text that brings it back");
		}
		return parts;
	}

	static Locale read(String text) {
		String[] parts = text.split("_", 3);
		return (parts.length == 3) ? new Locale(parts[0], parts[1], parts[2]) : Locale.forLanguageTag(text);
	}

	/** Of values. */
	private static final class Writer extends ValueSerializer<Locale> {

		@Override
		public void serialize(Locale value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(write(value));
		}

	}

	/** Of values. */
	private static final class Reader extends FromStringDeserializer<Locale> {

		private Reader() {
			super(Locale.class);
		}

		@Override
		protected Locale _deserialize(String value, DeserializationContext context) {
			return read(value);
		}

	}

	/** Of map keys. */
	private static final class KeyWriter extends ValueSerializer<Locale> {

		@Override
		public void serialize(Locale value, JsonGenerator generator, SerializationContext context) {
			generator.writeName(write(value));
		}

	}

	/** Of map keys. */
	private static final class KeyReader extends KeyDeserializer {

		@Override
		public Object deserializeKey(String key, DeserializationContext context) {
			return read(key);
		}

	}

}
