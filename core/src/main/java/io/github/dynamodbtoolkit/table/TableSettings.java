package io.github.dynamodbtoolkit.table;

import java.util.regex.Pattern;

import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;

/**
 * How a table is used.
 *
 * @param tableName the table's name: 3 to 255 characters of {@code a-z A-Z 0-9 _ - .}
 * @param keyPrefix comes first in every key, so that several applications can share a
 * table; empty, or up to 64 characters of {@code a-z A-Z 0-9 _ - .}
 * @param budgets attempts and time-outs
 * @param time the source of time
 * @param metrics receives every call
 */
public record TableSettings(String tableName, String keyPrefix, CallBudgets budgets, TimeSource time,
		ToolkitMetrics metrics) {

	/**
	 * The table's name unless said otherwise.
	 */
	public static final String DEFAULT_TABLE_NAME = "dynamodb-toolkit";

	private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

	private static final Pattern KEY_PREFIX = Pattern.compile("[a-zA-Z0-9_.-]{0,64}");

	public TableSettings {
		if (!TABLE_NAME.matcher(tableName).matches()) {
			throw new IllegalArgumentException("table-name '" + tableName
					+ "' is not a DynamoDB table name: use 3 to 255 characters of a-z A-Z 0-9 _ - .");
		}
		if (!KEY_PREFIX.matcher(keyPrefix).matches()) {
			throw new IllegalArgumentException("key-prefix '" + keyPrefix
					+ "' is not usable: leave it out, or use up to 64 characters of a-z A-Z 0-9 _ - .");
		}
	}

	/**
	 * A table with the default budgets, no key prefix, this machine's time and no
	 * metrics.
	 * @param tableName the table's name
	 * @return its settings
	 */
	public static TableSettings of(String tableName) {
		return new TableSettings(tableName, "", CallBudgets.defaults(), TimeSource.system(), ToolkitMetrics.NONE);
	}

	/**
	 * These settings with other metrics.
	 * @param metrics receives every call
	 * @return the changed settings
	 */
	public TableSettings withMetrics(ToolkitMetrics metrics) {
		return new TableSettings(this.tableName, this.keyPrefix, this.budgets, this.time, metrics);
	}

	/**
	 * These settings with another source of time.
	 * @param time the source of time
	 * @return the changed settings
	 */
	public TableSettings withTime(TimeSource time) {
		return new TableSettings(this.tableName, this.keyPrefix, this.budgets, time, this.metrics);
	}

	/**
	 * These settings with other budgets.
	 * @param budgets attempts and time-outs
	 * @return the changed settings
	 */
	public TableSettings withBudgets(CallBudgets budgets) {
		return new TableSettings(this.tableName, this.keyPrefix, budgets, this.time, this.metrics);
	}

	/**
	 * These settings with another key prefix.
	 * @param keyPrefix comes first in every key
	 * @return the changed settings
	 */
	public TableSettings withKeyPrefix(String keyPrefix) {
		return new TableSettings(this.tableName, keyPrefix, this.budgets, this.time, this.metrics);
	}

}
