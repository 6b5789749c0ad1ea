package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.github.dynamodbtoolkit.dedupe.DedupeSettings;
import io.github.dynamodbtoolkit.dedupe.OnUnavailable;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Settings of the dedupe store.
 *
 * @param enabled Whether there is a dedupe store, and methods can be idempotent.
 * @param tableName Table of the jobs, if not the toolkit's own.
 * @param region Region of that table, if not that of the DynamoDB client.
 * @param endpoint Endpoint of that table with its scheme, if not that of the DynamoDB
 * client.
 * @param lease How long the owner of a job is believed to live without a sign of it, 1s
 * to 1h; at least three times the time budget of a lease call.
 * @param jobTimeout Longest that a job may run, and that others wait for it, from the
 * lease to 1d.
 * @param pollInterval How long a waiting caller waits before it first looks for the
 * outcome, 5ms to 500ms.
 * @param maxWaiters How many callers of this instance may wait at once, 1 to 100000.
 * @param keepResultFor How long results of explicit calls are replayed that do not say
 * how long themselves, up to 3650d; 0 for not at all. Idempotent methods always say it.
 * @param onUnavailable What becomes of work when DynamoDB is down.
 */
@ConfigurationProperties(DynamoDbDedupeProperties.PREFIX)
public record DynamoDbDedupeProperties(@DefaultValue("true") boolean enabled, @Nullable String tableName,
		@Nullable String region, @Nullable URI endpoint,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration lease,
		@DefaultValue("5m") @DurationUnit(ChronoUnit.SECONDS) Duration jobTimeout,
		@DefaultValue("25ms") Duration pollInterval, @DefaultValue("1000") int maxWaiters,
		@DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS) Duration keepResultFor,
		@DefaultValue("fail") OnUnavailable onUnavailable) {

	static final String PREFIX = "toolkit.dynamodb.dedupe";

	public DynamoDbDedupeProperties {
		PropertyRules.requireTableName(PREFIX + ".table-name", tableName);
		PropertyRules.requireRegion(PREFIX + ".region", region);
		PropertyRules.requireEndpoint(PREFIX + ".endpoint", endpoint);
		settings(lease, jobTimeout, pollInterval, maxWaiters, keepResultFor, onUnavailable);
	}

	DedupeSettings settings() {
		return settings(this.lease, this.jobTimeout, this.pollInterval, this.maxWaiters, this.keepResultFor,
				this.onUnavailable);
	}

	private static DedupeSettings settings(Duration lease, Duration jobTimeout, Duration pollInterval, int maxWaiters,
			Duration keepResultFor, OnUnavailable onUnavailable) {
		return PropertyRules.under(PREFIX,
				() -> new DedupeSettings(lease, jobTimeout, pollInterval, maxWaiters, keepResultFor, onUnavailable));
	}

}
