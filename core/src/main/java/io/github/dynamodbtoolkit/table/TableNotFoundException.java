package io.github.dynamodbtoolkit.table;

import org.jspecify.annotations.Nullable;

/**
 * The table does not exist in the region and account that were asked.
 */
public final class TableNotFoundException extends TableException {

	TableNotFoundException(String tableName, @Nullable Throwable cause) {
		super(tableName, "DynamoDB table \"" + tableName + "\" was not found. Create the table using your "
				+ "infrastructure before using DynamoDB stores, or set toolkit.dynamodb.initialize-schema=create "
				+ "to have it created at start. If it exists, check region, endpoint and account.", cause);
	}

}
