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
 * @param allowed whether it may be found by its name
 * @param reader reads it
 * @param writer writes it
 */
record KnownType(JavaType type, String name, boolean allowed, ObjectReader reader, ObjectWriter writer) {

	KnownType(JsonMapper mapper, JavaType type, AllowedTypes allowed) {
		this(type, TypeName.of(type).toString(), TypeName.of(type).allMatch(allowed::allows), mapper.readerFor(type),
				mapper.writerFor(type));
	}

}
