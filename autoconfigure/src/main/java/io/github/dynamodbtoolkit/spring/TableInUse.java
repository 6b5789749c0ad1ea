package io.github.dynamodbtoolkit.spring;

import java.util.ArrayList;
import java.util.List;

import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableSchema;

/**
 * A table that at least one store uses.
 *
 * @param name the table's name, and where it is unless where the application's client is
 * @param client the table, for whoever is no store
 * @param schema how the stores need it
 * @param stores the stores' names, in the order of their first use
 * @param directory what is in use in it; {@link Directory#NONE} if none is kept
 */
public record TableInUse(String name, TableClient client, TableSchema schema, List<String> stores,
		Directory directory) {

	public TableInUse {
		stores = List.copyOf(stores);
	}

	TableInUse by(String store) {
		List<String> all = new ArrayList<>(this.stores);
		if (!all.contains(store)) {
			all.add(store);
		}
		return new TableInUse(this.name, this.client, this.schema, all, this.directory);
	}

}
