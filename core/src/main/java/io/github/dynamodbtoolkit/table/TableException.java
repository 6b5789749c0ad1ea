package io.github.dynamodbtoolkit.table;

import org.jspecify.annotations.Nullable;

/**
 * A call of a table failed. This type itself says that DynamoDB answered and rejected the
 * request (permissions, credentials, a malformed call); its subtypes say what else can
 * be.
 */
public class TableException extends RuntimeException {

	private final String tableName;

	TableException(String tableName, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.tableName = tableName;
	}

	/**
	 * The table concerned.
	 * @return its name
	 */
	public String getTableName() {
		return this.tableName;
	}

}
