package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.spring.TableInUse;
import io.github.dynamodbtoolkit.spring.metrics.MeterReadings.StoreUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What there is.
 *
 * @param tables the tables in use
 * @param sections the names of the sections
 * @param readOnly the names of those in which nothing can be changed or removed
 * @param upMillis for how long this instance has counted
 * @param usage what each store of this instance has used, where it is metered
 * @param decisions what rate limiters of this instance have decided, by resource and
 * event, where it is metered
 */
record Overview(List<TableView> tables, List<String> sections, List<String> readOnly, long upMillis,
		@Nullable List<StoreUsage> usage,
		@Nullable Map<String, Map<String, Long>> decisions) implements OperationResponseBody {

	/**
	 * A table.
	 *
	 * @param name its name, and where it is unless where the application's client is
	 * @param stores the stores that use it
	 */
	record TableView(String name, List<String> stores) {

		static TableView of(TableInUse table) {
			return new TableView(table.name(), table.stores());
		}

	}

}
