package io.github.dynamodbtoolkit.autoconfigure;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.apps.AppLimit;
import io.github.dynamodbtoolkit.apps.AppRegistrySettings;
import io.github.dynamodbtoolkit.spring.apps.AppFilterSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the registry of apps that may call.
 *
 * @param enabled Whether there is a registry of apps in DynamoDB.
 * @param tableName Table of the apps, as soketi uses it.
 * @param indexName Index of that table on AppKey.
 * @param region Region of that table, if not that of the DynamoDB client.
 * @param endpoint Endpoint of that table with its scheme, if not that of the DynamoDB
 * client.
 * @param cacheTtl How long an app is remembered, and so how late a change of another
 * instance may be seen, up to 1h.
 * @param staleFor How old what is remembered of an app may be while DynamoDB is down, up
 * to 5m.
 * @param allowScan Whether apps can be listed, for which their table is scanned.
 * @param defaults Limits of all apps that have none of their own; -1 for no limit.
 * @param filter Which requests must come from an app.
 */
@ConfigurationProperties(DynamoDbAppsProperties.PREFIX)
public record DynamoDbAppsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("apps") String tableName,
		@DefaultValue("AppKeyIndex") String indexName, @Nullable String region, @Nullable URI endpoint,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration cacheTtl,
		@DefaultValue("5m") @DurationUnit(ChronoUnit.SECONDS) Duration staleFor,
		@DefaultValue("false") boolean allowScan, @DefaultValue Map<AppLimit, BigDecimal> defaults,
		@DefaultValue Filter filter) {

	static final String PREFIX = "toolkit.dynamodb.apps";

	public DynamoDbAppsProperties {
		PropertyRules.requireTableName(PREFIX + ".table-name", tableName);
		PropertyRules.requireRegion(PREFIX + ".region", region);
		PropertyRules.requireEndpoint(PREFIX + ".endpoint", endpoint);
		defaults = Map.copyOf(defaults);
		settings(indexName, cacheTtl, staleFor, allowScan, defaults);
	}

	/**
	 * What the registry is made with.
	 * @return its settings
	 */
	AppRegistrySettings settings() {
		return settings(this.indexName, this.cacheTtl, this.staleFor, this.allowScan, this.defaults);
	}

	private static AppRegistrySettings settings(String indexName, Duration cacheTtl, Duration staleFor,
			boolean allowScan, Map<AppLimit, BigDecimal> defaults) {
		AppRegistrySettings settings = PropertyRules.under(PREFIX,
				() -> new AppRegistrySettings(indexName, cacheTtl, staleFor, allowScan, Map.of()));
		return PropertyRules.under(PREFIX + ".defaults", () -> settings.withServerLevel(defaults));
	}

	/**
	 * Which requests must come from an app, and how it shows who it is.
	 *
	 * @param enabled Whether requests must come from an app.
	 * @param paths Patterns of the paths whose requests must, as of Spring MVC.
	 * @param header Header with the app's key.
	 * @param parameter Parameter of the query with the app's key, where the header is not
	 * there. Queries end up in many logs.
	 * @param signature Whether requests must be signed as Pusher's HTTP API says; the key
	 * is their auth_key then.
	 * @param maxSignedBody Largest body of a signed request, which is kept in memory, up
	 * to 100MB.
	 */
	public record Filter(@DefaultValue("false") boolean enabled, @DefaultValue("/**") List<String> paths,
			@DefaultValue("X-App-Key") String header, @Nullable String parameter,
			@DefaultValue("false") boolean signature, @DefaultValue("1MB") DataSize maxSignedBody) {

		public Filter {
			paths = List.copyOf(paths);
			settings(paths, header, parameter, signature, maxSignedBody);
		}

		/**
		 * What the filter is made with.
		 * @return its settings
		 */
		AppFilterSettings settings() {
			return settings(this.paths, this.header, this.parameter, this.signature, this.maxSignedBody);
		}

		private static AppFilterSettings settings(List<String> paths, String header, @Nullable String parameter,
				boolean signature, DataSize maxSignedBody) {
			return PropertyRules.under(PREFIX + ".filter",
					() -> new AppFilterSettings(paths, header, parameter, signature, maxSignedBody.toBytes()));
		}

	}

}
