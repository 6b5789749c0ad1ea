package io.github.dynamodbtoolkit.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableNotFoundException;
import io.github.dynamodbtoolkit.table.TableSchema.Difference;
import io.github.dynamodbtoolkit.table.TableSchemaException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which table is missing or wrong, and prints the command that mends it.
 */
final class TableExceptionFailureAnalyzer extends AbstractFailureAnalyzer<TableException> {

	private static final String CREATE = "let the application create it at start with "
			+ "toolkit.dynamodb.initialize-schema=create";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TableException cause) {
		if (cause instanceof TableSchemaException schemaException) {
			List<Difference> differences = schemaException.getReport().differences();
			return new FailureAnalysis(description(cause.getTableName(), differences), action(differences), cause);
		}
		return new FailureAnalysis(cause.getMessage(),
				(cause instanceof TableNotFoundException) ? actionForMissing() : actionForNoAnswer(), cause);
	}

	private static String description(String table, List<Difference> differences) {
		return differences.stream()
			.map((difference) -> "    - " + difference.description())
			.collect(
					Collectors.joining("\n", "DynamoDB table \"" + table + "\" is not as the stores need it:\n\n", ""));
	}

	private static String action(List<Difference> differences) {
		String remedies = differences.stream()
			.map((difference) -> "    " + difference.remedy())
			.collect(Collectors.joining("\n\n", "Mend the table:\n\n", ""));
		boolean missing = differences.get(0).remedy().startsWith("aws dynamodb create-table");
		return missing ? remedies + "\n\nor " + CREATE + ". If it exists, check region, endpoint and account."
				: remedies;
	}

	private static String actionForMissing() {
		return "Create it with your infrastructure (toolkit.dynamodb.initialize-schema=validate prints the command), or "
				+ CREATE + ". If it exists, check region, endpoint and account.";
	}

	private static String actionForNoAnswer() {
		return "Mend what the message says. The start needs an answer from DynamoDB only if "
				+ "toolkit.dynamodb.initialize-schema is validate or create; with never the application starts "
				+ "without it.";
	}

}
