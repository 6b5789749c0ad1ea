package io.github.dynamodbtoolkit.spring;

import java.net.URI;

import io.github.dynamodbtoolkit.table.TableSettings;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every store that says nothing else.
 *
 * @param settings the table and how it is used
 * @param region the AWS region, null for that of the client
 * @param endpoint the endpoint with its scheme, null for the region's own if a region is
 * given, else for that of the client
 * @param initializeSchema what is done about a table before its first use
 * @param warmUp whether a store makes its first calls before it is used
 * @param directory whether a directory is kept of the names in use
 */
public record TableDefaults(TableSettings settings, @Nullable String region, @Nullable URI endpoint,
		InitializeSchema initializeSchema, boolean warmUp, boolean directory) {

	/**
	 * The client's own region and endpoint, no schema initialization, warm-up, a
	 * directory.
	 * @param settings the table and how it is used
	 * @return the defaults
	 */
	public static TableDefaults of(TableSettings settings) {
		return new TableDefaults(settings, null, null, InitializeSchema.NEVER, true, true);
	}

	TableSettings settings(@Nullable String tableName) {
		return tableName != null ? new TableSettings(tableName, this.settings.keyPrefix(), this.settings.budgets(),
				this.settings.time(), this.settings.metrics()) : this.settings;
	}

	Place place(@Nullable String region, @Nullable URI endpoint) {
		if (region == null && endpoint == null) {
			return new Place(this.region, this.endpoint);
		}
		return new Place(region != null ? region : this.region, endpoint);
	}

}
