package io.github.dynamodbtoolkit.table;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.table.TableSchema.Key;
import org.jspecify.annotations.Nullable;

/**
 * What a template says of one table, whatever its language.
 *
 * @param name the table's name
 * @param keys its key attributes, the HASH key first
 * @param attributes the names of all attributes that are declared, each a string
 * @param index the name and then the key attributes of the only index, which projects all
 * attributes; empty for none
 * @param ttl the time-to-live attribute
 */
record TableDefinition(String name, List<String> keys, Set<String> attributes, List<String> index,
		@Nullable String ttl) {

	static TableDefinition of(String name, TableSchema schema) {
		return new TableDefinition(name, names(schema.keys()), Set.copyOf(schema.keyAttributes()),
				(schema.index() != null)
						? Stream.concat(Stream.of(schema.index().name()), names(schema.index().keys()).stream())
							.toList()
						: List.of(),
				schema.ttlAttribute());
	}

	private static List<String> names(Collection<Key> keys) {
		return keys.stream().map(Key::name).toList();
	}

}
