package io.github.dynamodbtoolkit.spring;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableAdmin;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSchema;
import io.github.dynamodbtoolkit.table.TableSchema.Difference;
import io.github.dynamodbtoolkit.table.TableSchema.Report;
import io.github.dynamodbtoolkit.table.TableSchemaException;
import io.github.dynamodbtoolkit.table.TableUnavailableException;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a table and its stores before they are used. Guarded by its owner.
 */
final class StartUp {

	private static final Logger logger = LoggerFactory.getLogger(TableClients.class);

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

	private static final int CALLS_OF_A_LOOK = 2;

	private final TableDefaults defaults;

	private final TimeSource time;

	private final Duration oneCall;

	private Duration spent = Duration.ZERO;

	private final Set<String> cold = new HashSet<>();

	StartUp(TableDefaults defaults) {
		this.defaults = defaults;
		this.time = defaults.settings().time();
		this.oneCall = defaults.settings().budgets().of(CallKind.START).timeout();
	}

	/**
	 * Does what {@link InitializeSchema} says.
	 * @throws TableException if the table is not usable and the start must fail for it
	 */
	void initialize(TableInUse table) {
		TableAdmin admin = table.client().admin();
		switch (this.defaults.initializeSchema()) {
			case NEVER -> lookWithinTime(table, admin);
			case VALIDATE -> requireUsable(admin.inspect(table.schema(), CallKind.BULK));
			case CREATE -> {
				admin.create(table.schema());
				requireUsable(admin.inspect(table.schema(), CallKind.BULK));
			}
		}
	}

	private static void requireUsable(Report report) {
		if (!report.usable()) {
			throw new TableSchemaException(report);
		}
		warnOf(report);
	}

	private void lookWithinTime(TableInUse table, TableAdmin admin) {
		if (!isTimeFor(CALLS_OF_A_LOOK)) {
			this.cold.add(table.name());
			logger.warn("DynamoDB table \"{}\" was not looked at: the start has waited {} ms for DynamoDB already",
					table.name(), this.spent.toMillis());
			return;
		}
		step(() -> look(table, admin));
	}

	private void look(TableInUse table, TableAdmin admin) {
		try {
			Report report = admin.inspect(table.schema(), CallKind.START);
			warnOf(report);
			if (!report.usable()) {
				this.cold.add(table.name());
			}
		}
		catch (TableException ex) {
			warnOf(table, ex);
			if (ex instanceof TableUnavailableException) {
				this.cold.add(table.name());
			}
		}
		catch (RuntimeException ex) {
			// A client that is not the SDK's own may not know the operations that
			// describe.
			warnOf(table, ex);
			this.cold.add(table.name());
		}
	}

	private static void warnOf(TableInUse table, RuntimeException ex) {
		logger.warn("Could not look at DynamoDB table \"{}\"; the {} store starts without: {}", table.name(),
				table.stores().get(0), (ex.getMessage() != null) ? ex.getMessage() : ex.toString());
	}

	private static void warnOf(Report report) {
		if (!report.differences().isEmpty()) {
			logger.warn("DynamoDB table \"{}\" is {}: {}", report.tableName(),
					report.usable() ? "usable, but not as expected" : "not usable until this is mended",
					describe(report.differences()));
		}
	}

	private static String describe(List<Difference> differences) {
		return differences.stream().map(Difference::describe).collect(Collectors.joining("; "));
	}

	/**
	 * Lets a store make its first calls, unless they would be in vain, and until one
	 * could take the start too long.
	 */
	void warmUp(TableClient client, TableInUse table) {
		boolean hasToolkitsKeys = table.schema().equals(TableSchema.TOOLKIT);
		if (this.defaults.warmUp() && hasToolkitsKeys && !this.cold.contains(table.name())) {
			client.warmUp(this::callIfInTime);
		}
	}

	private void callIfInTime(Runnable call) {
		if (isTimeFor(1)) {
			step(call);
		}
	}

	/**
	 * What could make the delay too long is left out; but whoever permits a call more
	 * time than that has said so.
	 */
	private boolean isTimeFor(int calls) {
		Duration step = this.oneCall.multipliedBy(calls);
		return this.spent.plus(step).compareTo(LONGEST_DELAY) <= 0 || this.spent.compareTo(this.oneCall) < 0;
	}

	private void step(Runnable step) {
		long start = this.time.nanoTime();
		try {
			step.run();
		}
		finally {
			this.spent = this.spent.plusNanos(this.time.nanoTime() - start);
		}
	}

}
