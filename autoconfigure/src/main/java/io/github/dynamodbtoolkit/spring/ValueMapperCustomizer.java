package io.github.dynamodbtoolkit.spring;

import tools.jackson.databind.json.JsonMapper;

/**
 * Teaches the JSON of stored values what it does not know: modules for types of the
 * application or of a library, mix-ins, naming, visibility. Each bean of this type is
 * called once, in order, with a mapper that serves the stores alone; that of the web is
 * another. What it says about the looks of JSON (inclusion, formats of dates and enums,
 * leniency, default typing) does not apply, since it loses or admits too much.
 * <p>
 * What is in the tables was written by the mapper as it was then. What a change of it
 * makes unreadable is a miss in the cache.
 *
 * @see io.github.dynamodbtoolkit.value.JsonValueCodec#of
 */
@FunctionalInterface
public interface ValueMapperCustomizer {

	/**
	 * Changes the mapper.
	 * @param builder begins with Jackson's own settings
	 */
	void customize(JsonMapper.Builder builder);

}
