package io.github.dynamodbtoolkit.spring.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.spring.TableClients;
import io.github.dynamodbtoolkit.spring.TableInUse;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableSchema.Difference;
import io.github.dynamodbtoolkit.table.TableSchema.Report;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The tables that stores use, with what is wrong with them and how to mend it, as health
 * tells it. However often it is asked, it looks at them at most every ten seconds:
 * DescribeTable and DescribeTimeToLive for each.
 */
final class TablesSection implements Section {

	private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();

	private final TableClients tables;

	private @Nullable Look latest;

	private record Look(long startNanos, int tables, List<TableState> states) {
	}

	TablesSection(TableClients tables) {
		this.tables = tables;
	}

	@Override
	public String name() {
		return "tables";
	}

	@Override
	public boolean isReadOnly() {
		return true;
	}

	@Override
	public Listing list(Page page, boolean showValues) {
		return page.of(states(), (part) -> part);
	}

	@Override
	public @Nullable OperationResponseBody find(Subject subject, boolean showValues) {
		return states().stream().filter((state) -> state.name().equals(subject.name())).findFirst().orElse(null);
	}

	private synchronized List<TableState> states() {
		Look look = this.latest;
		if (look == null || !isFresh(look)) {
			long start = this.tables.time().nanoTime();
			List<TableState> states = this.tables.tables().stream().map(TablesSection::look).toList();
			look = new Look(start, states.size(), states);
			this.latest = look;
		}
		return look.states();
	}

	private boolean isFresh(Look look) {
		return this.tables.time().nanoTime() - look.startNanos() < KEPT_NANOS
				&& look.tables() == this.tables.tables().size();
	}

	private static TableState look(TableInUse table) {
		try {
			Report report = table.client().forStore("endpoint").admin().inspect(table.schema(), CallKind.START);
			return new TableState(table.name(), table.stores(),
					describe(report.differences().stream().filter(Difference::fatal)),
					describe(report.differences().stream().filter((difference) -> !difference.fatal())));
		}
		catch (TableException ex) {
			return new TableState(table.name(), table.stores(), List.of(ex.getSummary()), List.of());
		}
		catch (RuntimeException ex) {
			// A client that is not the SDK's own may not know the operations that
			// describe.
			return new TableState(table.name(), table.stores(), List.of(),
					List.of("The client cannot describe the table."));
		}
	}

	private static List<String> describe(Stream<Difference> differences) {
		return differences.map(Difference::describe).toList();
	}

	/**
	 * A table.
	 *
	 * @param name its name, and where it is unless where the application's client is
	 * @param stores the stores that use it
	 * @param problems what keeps stores from working with it, and how to mend that
	 * @param warnings what stores can live with, and how to mend that
	 */
	record TableState(String name, List<String> stores, List<String> problems,
			List<String> warnings) implements OperationResponseBody {
	}

}
