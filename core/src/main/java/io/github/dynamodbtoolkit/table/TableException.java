package io.github.dynamodbtoolkit.table;

import org.jspecify.annotations.Nullable;

/**
 * A call of a table failed. This type itself says that DynamoDB answered and rejected the
 * request (permissions, credentials, a malformed call); its subtypes say what else can
 * be.
 */
public class TableException extends RuntimeException {

	private final String tableName;

	private final String summary;

	/** For a message that is the toolkit's own in all its parts. */
	TableException(String tableName, String message, @Nullable Throwable cause) {
		this(tableName, message, message, cause);
	}

	TableException(String tableName, String message, String summary, @Nullable Throwable cause) {
		super(message, cause);
		this.tableName = tableName;
		this.summary = summary;
	}

	/**
	 * The table concerned.
	 * @return its name
	 */
	public String getTableName() {
		return this.tableName;
	}

	/**
	 * What happened and what mends it, for those who operate the application. Unlike the
	 * message it repeats nothing that DynamoDB or the SDK has said, where accounts, hosts
	 * and users may stand, but for DynamoDB's name of an error.
	 * @return one or more sentences
	 */
	public String getSummary() {
		return this.summary;
	}

}
