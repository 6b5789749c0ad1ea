package io.github.dynamodbtoolkit.table;

import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.table.TableSchema.Report;

/**
 * A table exists in another form than the stores need, or does not exist.
 */
public final class TableSchemaException extends TableException {

	private final transient Report report;

	/**
	 * Says what is wrong.
	 * @param report what a look at the table found
	 */
	public TableSchemaException(Report report) {
		super(report.tableName(),
				"DynamoDB table \"" + report.tableName() + "\" is not as the stores need it: "
						+ report.differences()
							.stream()
							.map((difference) -> difference.description() + ". " + difference.remedy())
							.collect(Collectors.joining("; ")),
				null);
		this.report = report;
	}

	/**
	 * What a look at the table found.
	 * @return the report
	 */
	public Report getReport() {
		return this.report;
	}

}
