package io.github.dynamodbtoolkit.spring.health;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.spring.TableInUse;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSchema.Difference;
import io.github.dynamodbtoolkit.table.TableSchema.Report;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * One look at all tables.
 */
final class TableCheck implements Callable<Health> {

	private final Collection<TableInUse> tables;

	TableCheck(Collection<TableInUse> tables) {
		this.tables = tables;
	}

	private record Finding(Status status, Map<String, Object> details) {

		static Finding of(TableInUse table, Status status, List<String> problems, List<String> warnings) {
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("status", status.getCode());
			details.put("stores", table.stores());
			if (!problems.isEmpty()) {
				details.put("problems", problems);
			}
			if (!warnings.isEmpty()) {
				details.put("warnings", warnings);
			}
			return new Finding(status, details);
		}

	}

	@Override
	public Health call() {
		Map<String, Object> details = new LinkedHashMap<>();
		Status status = Status.UP;
		for (TableInUse table : this.tables) {
			Finding finding = look(table);
			details.put(table.name(), finding.details());
			status = worse(status, finding.status());
		}
		return Health.status(status).withDetail("tables", details).build();
	}

	private static Status worse(Status one, Status other) {
		return Stream.of(Status.DOWN, Status.UNKNOWN)
			.filter((status) -> status.equals(one) || status.equals(other))
			.findFirst()
			.orElse(Status.UP);
	}

	private static Finding look(TableInUse table) {
		try {
			Report report = table.client().forStore("health").admin().inspect(table.schema(), CallKind.START);
			return Finding.of(table, report.usable() ? Status.UP : Status.DOWN,
					describe(report.differences().stream().filter(Difference::fatal)),
					describe(report.differences().stream().filter((difference) -> !difference.fatal())));
		}
		catch (TableException ex) {
			return Finding.of(table, Status.DOWN, List.of(String.valueOf(ex.getMessage())), List.of());
		}
		catch (RuntimeException ex) {
			// A client that is not the SDK's own may not know the operations that
			// describe.
			return Finding.of(table, Status.UNKNOWN, List.of(ex.toString()), List.of());
		}
	}

	private static List<String> describe(Stream<Difference> differences) {
		return differences.map(Difference::describe).toList();
	}

}
