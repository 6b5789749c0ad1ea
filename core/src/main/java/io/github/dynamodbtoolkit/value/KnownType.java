package io.github.dynamodbtoolkit.value;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A type ready for use.
 *
 * @param type the type
 * @param name as it is stored
 * @param reader reads it
 * @param writer writes it
 */
record KnownType(JavaType type, String name, ObjectReader reader, ObjectWriter writer) {

	KnownType(JsonMapper mapper, JavaType type) {
		this(type, TypeName.of(type).toString(), mapper.readerFor(type), mapper.writerFor(type));
	}

}
