package io.github.dynamodbtoolkit.apps;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.table.TableSchema;

/**
 * How a registry behaves.
 *
 * @param indexName the table's index on {@code AppKey}
 * @param cacheTtl how long a look-up is remembered, 0 to 1 hour; an app that is disabled,
 * or whose secret is rotated, is served no longer than that by other instances. That
 * there is no such app is remembered for 5 seconds at most
 * @param staleFor how old what is remembered may be while DynamoDB gives no answer, 0 to
 * 5 minutes
 * @param allowScan whether apps can be listed, for which the table is scanned
 * @param serverLevel limits that hold for all apps that have none of their own
 */
public record AppRegistrySettings(String indexName, Duration cacheTtl, Duration staleFor, boolean allowScan,
		Map<AppLimit, BigDecimal> serverLevel) {

	private static final Duration LONGEST_CACHE_TTL = Duration.ofHours(1);

	private static final Duration LONGEST_STALE_FOR = Duration.ofMinutes(5);

	public AppRegistrySettings {
		TableSchema.requireIndexName(indexName);
		requireBetween("cache-ttl", cacheTtl, LONGEST_CACHE_TTL);
		requireBetween("stale-for", staleFor, LONGEST_STALE_FOR);
		serverLevel = new AppLimits(Map.of(), serverLevel).serverLevel();
	}

	private static void requireBetween(String name, Duration value, Duration longest) {
		if (value.isNegative() || value.compareTo(longest) > 0) {
			throw new IllegalArgumentException(name + " must be between 0s and " + DurationText.of(longest) + ", got "
					+ DurationText.of(value) + ".");
		}
	}

	/**
	 * soketi's index and limits, look-ups remembered for 30 seconds and for 5 minutes in
	 * an outage, no listing.
	 * @return the default settings
	 */
	public static AppRegistrySettings defaults() {
		String indexName = Objects.requireNonNull(TableSchema.APPS.index()).name();
		return new AppRegistrySettings(indexName, Duration.ofSeconds(30), LONGEST_STALE_FOR, false, Map.of());
	}

	/**
	 * These settings with look-ups remembered for another time.
	 * @param cacheTtl how long
	 * @return the changed settings
	 */
	public AppRegistrySettings withCacheTtl(Duration cacheTtl) {
		return new AppRegistrySettings(this.indexName, cacheTtl, this.staleFor, this.allowScan, this.serverLevel);
	}

	/**
	 * These settings with or without listing.
	 * @param allowScan whether apps can be listed
	 * @return the changed settings
	 */
	public AppRegistrySettings withAllowScan(boolean allowScan) {
		return new AppRegistrySettings(this.indexName, this.cacheTtl, this.staleFor, allowScan, this.serverLevel);
	}

	/**
	 * These settings with other limits for all apps that have none of their own.
	 * @param serverLevel limits
	 * @return the changed settings
	 */
	public AppRegistrySettings withServerLevel(Map<AppLimit, BigDecimal> serverLevel) {
		return new AppRegistrySettings(this.indexName, this.cacheTtl, this.staleFor, this.allowScan, serverLevel);
	}

	/** The layout of the table. */
	public TableSchema schema() {
		return TableSchema.APPS.withIndexName(this.indexName);
	}

}
