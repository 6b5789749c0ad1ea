package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import io.github.dynamodbtoolkit.spring.InitializeSchema;
import io.github.dynamodbtoolkit.table.CallBudget;
import io.github.dynamodbtoolkit.table.CallBudgets;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for every store that has no setting of its own.
 *
 * @param enabled Whether the toolkit is on.
 * @param tableName Name of the DynamoDB table.
 * @param keyPrefix Comes first in every key, so that several applications can share a
 * table: up to 64 letters, digits, underscores, hyphens and dots.
 * @param region AWS region of the tables, if it is not that of the DynamoDbClient bean.
 * @param endpoint Endpoint of DynamoDB with its scheme, if it is not that of the
 * DynamoDbClient bean.
 * @param initializeSchema What to do about the tables at start: never (only warn),
 * validate (fail if one is missing or wrong) or create (unless it exists).
 * @param timeBudgets How often a kind of call is tried, and how long it may take.
 * @param warmUp Whether each store makes two reads and two writes at start, because the
 * first ones take about a second; those that could take the start too long are left out.
 * @param directory Whether to keep a list of the caches, tags and limited resources in
 * use, written in the background and at most once a day for each name and instance.
 */
@ConfigurationProperties("toolkit.dynamodb")
public record DynamoDbToolkitProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue(TableSettings.DEFAULT_TABLE_NAME) String tableName, @DefaultValue("") String keyPrefix,
		@Nullable String region, @Nullable URI endpoint, @DefaultValue("never") InitializeSchema initializeSchema,
		@DefaultValue Map<CallKind, TimeBudget> timeBudgets, @DefaultValue("true") boolean warmUp,
		@DefaultValue("true") boolean directory) {

	private static final String PREFIX = "toolkit.dynamodb.";

	public DynamoDbToolkitProperties {
		PropertyRules.requireTableName(PREFIX + "table-name", tableName);
		PropertyRules.requireKeyPrefix(PREFIX + "key-prefix", keyPrefix);
		PropertyRules.requireRegion(PREFIX + "region", region);
		PropertyRules.requireEndpoint(PREFIX + "endpoint", endpoint);
		timeBudgets = Map.copyOf(timeBudgets);
		timeBudgets.forEach((kind, budget) -> budget.over(kind));
	}

	CallBudgets callBudgets() {
		Map<CallKind, CallBudget> budgets = new EnumMap<>(CallKind.class);
		this.timeBudgets.forEach((kind, budget) -> budgets.put(kind, budget.over(kind)));
		return CallBudgets.of(budgets);
	}

	/**
	 * Attempts and time-outs of one kind of call; what is left out stays as it is.
	 *
	 * @param attempts Attempts in all, from 1 to 10.
	 * @param attemptTimeout The longest that one attempt may take; positive.
	 * @param timeout The longest that all attempts may take together; at least
	 * attempt-timeout.
	 */
	public record TimeBudget(@Nullable Integer attempts, @Nullable Duration attemptTimeout,
			@Nullable Duration timeout) {

		CallBudget over(CallKind kind) {
			CallBudget budget = kind.defaultBudget();
			return PropertyRules.under(PREFIX + "time-budgets." + PropertyRules.dashed(kind),
					() -> new CallBudget((this.attempts != null) ? this.attempts : budget.attempts(),
							(this.attemptTimeout != null) ? this.attemptTimeout : budget.attemptTimeout(),
							(this.timeout != null) ? this.timeout : budget.timeout()));
		}

	}

}
