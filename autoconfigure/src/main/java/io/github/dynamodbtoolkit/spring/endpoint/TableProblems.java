package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.TableInUse;
import io.github.dynamodbtoolkit.table.OncePerMinute;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells why a table gave no answer: those who ask the endpoint what happened and what
 * mends it, and the log once a minute all that is known.
 */
final class TableProblems {

	private static final Logger logger = LoggerFactory.getLogger(DynamoDbToolkitEndpoint.class);

	private final TableClients tables;

	private final OncePerMinute due;

	private record Subject(String table, Class<?> kind) {
	}

	TableProblems(TableClients tables) {
		this.tables = tables;
		this.due = new OncePerMinute(tables.time());
	}

	String tell(TableException ex) {
		if (this.due.isDue(new Subject(ex.getTableName(), ex.getClass()))) {
			logger.warn("The endpoint dynamodbtoolkit cannot show all that it is asked for: {}", ex.getMessage());
		}
		logger.debug("A request to the endpoint failed", ex);
		return ex instanceof TableNotFoundException ? ex.getSummary() + commands(ex.getTableName()) : ex.getSummary();
	}

	/** Tables of the same name in several places need one each. */
	private String commands(String table) {
		return this.tables.tables()
			.stream()
			.filter((present) -> present.client().settings().tableName().equals(table))
			.map(TableProblems::command)
			.collect(Collectors.joining());
	}

	private static String command(TableInUse table) {
		return " To create it by hand: " + table.client().admin().createCommand(table.schema());
	}

}
