package io.github.dynamodbtoolkit.table;

import org.jspecify.annotations.Nullable;

/**
 * No usable answer from DynamoDB within the time budget: throttled, unreachable, failing,
 * interrupted, or not asked because the last calls failed. A write that ends so may or
 * may not have been applied.
 */
public final class TableUnavailableException extends TableException {

	TableUnavailableException(String tableName, String message, @Nullable Throwable cause) {
		super(tableName, message, cause);
	}

	TableUnavailableException(String tableName, String message, String summary, @Nullable Throwable cause) {
		super(tableName, message, summary, cause);
	}

}
