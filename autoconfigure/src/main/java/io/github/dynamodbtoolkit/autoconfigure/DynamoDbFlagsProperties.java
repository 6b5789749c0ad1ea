package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.github.dynamodbtoolkit.flags.FlagStoreSettings;
import io.github.dynamodbtoolkit.table.DurationText;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.io.Resource;

/**
 * Settings of the feature flags.
 *
 * @param enabled Whether flags are read from DynamoDB.
 * @param tableName Table of the flags, with the keys that LaunchDarkly's SDKs use.
 * @param region Region of that table, if not that of the DynamoDB client.
 * @param endpoint Endpoint of that table with its scheme, if not that of the DynamoDB
 * client.
 * @param prefix Comes first in every namespace, so that several environments can share a
 * table; the same that LaunchDarkly's SDKs and Relay Proxy are given.
 * @param readOnly Whether nothing is written to the table.
 * @param safeInit Whether a newer version survives that is written while all flags are
 * replaced.
 * @param importFrom File of flags and segments in LaunchDarkly's format, such as
 * classpath:flags.json, that the table is made to hold at start; what it has not is
 * deleted.
 * @param cacheTtl How late a flag may be seen that another instance has changed in the
 * table; positive. LaunchDarkly's service, where there is one, tells of changes at once.
 * @param startWait The longest that the start waits for the flags; 0 for not at all.
 * @param launchdarkly LaunchDarkly's service.
 */
@ConfigurationProperties(DynamoDbFlagsProperties.PREFIX)
public record DynamoDbFlagsProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("dynamodb-toolkit-flags") String tableName, @Nullable String region, @Nullable URI endpoint,
		@DefaultValue("") String prefix, @DefaultValue("false") boolean readOnly,
		@DefaultValue("true") boolean safeInit, @Nullable Resource importFrom,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration cacheTtl,
		@DefaultValue("3s") @DurationUnit(ChronoUnit.SECONDS) Duration startWait,
		@DefaultValue LaunchDarklyService launchdarkly) {

	static final String PREFIX = "toolkit.dynamodb.flags";

	public DynamoDbFlagsProperties {
		PropertyRules.requireTableName(PREFIX + ".table-name", tableName);
		PropertyRules.requireRegion(PREFIX + ".region", region);
		PropertyRules.requireEndpoint(PREFIX + ".endpoint", endpoint);
		if (readOnly && importFrom != null) {
			throw new IllegalArgumentException(PREFIX + ".import-from is " + importFrom.getDescription() + ", but "
					+ PREFIX + ".read-only is true: leave out one of them.");
		}
		if (cacheTtl.isNegative() || cacheTtl.isZero()) {
			throw new IllegalArgumentException(
					PREFIX + ".cache-ttl must be positive, got " + DurationText.of(cacheTtl) + ".");
		}
		if (startWait.isNegative()) {
			throw new IllegalArgumentException(
					PREFIX + ".start-wait must not be negative, got " + DurationText.of(startWait) + ".");
		}
		settings(prefix, readOnly, safeInit);
	}

	FlagStoreSettings settings() {
		return settings(this.prefix, this.readOnly, this.safeInit);
	}

	private static FlagStoreSettings settings(String prefix, boolean readOnly, boolean safeInit) {
		return PropertyRules.under(PREFIX, () -> new FlagStoreSettings(prefix, readOnly, safeInit));
	}

	/**
	 * LaunchDarkly's service.
	 *
	 * @param sdkKey Key of the environment whose flags are received from the service and
	 * kept in the table; without it, the table is all there is.
	 */
	public record LaunchDarklyService(@Nullable String sdkKey) {

		/** The key is a secret. */
		@Override
		public String toString() {
			return "LaunchDarklyService[sdkKey=" + (this.sdkKey != null ? "******" : "null") + "]";
		}

	}

}
