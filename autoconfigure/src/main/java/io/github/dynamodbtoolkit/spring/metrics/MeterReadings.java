package io.github.dynamodbtoolkit.spring.metrics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Set;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Reads what {@link MicrometerToolkitMetrics} has counted in this instance. A registry
 * that only keeps the counts of a step, to send them away, answers those.
 */
public final class MeterReadings {

	private static final String STORE = "store";

	private final MeterRegistry registry;

	/**
	 * Reads meters.
	 * @param registry where they are registered
	 */
	public MeterReadings(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * What each store has used.
	 * @return one for each store that has called a table
	 */
	public List<StoreUsage> usage() {
		Set<String> stores = new TreeSet<>();
		requests().forEach((timer) -> stores.add(String.valueOf(timer.getId().getTag(STORE))));
		return stores.stream().map(this::usage).toList();
	}

	private StoreUsage usage(String store) {
		List<Timer> requests = requests().stream()
			.filter((timer) -> store.equals(timer.getId().getTag(STORE)))
			.toList();
		return new StoreUsage(store, requests.stream().mapToLong(Timer::count).sum(), failures(requests),
				(long) sum(counters("throttles", STORE, store)), (long) sum(counters("retries", STORE, store)),
				capacity(store, "read"), capacity(store, "write"));
	}

	private static Map<String, Long> failures(List<Timer> requests) {
		Map<String, Long> failures = new TreeMap<>();
		requests.stream()
			.filter((timer) -> "failure".equals(timer.getId().getTag("outcome")) && !isLookForTable(timer.getId()))
			.forEach(
					(timer) -> failures.merge(String.valueOf(timer.getId().getTag("error")), timer.count(), Long::sum));
		return failures;
	}

	/** Whether there is a table is what such a call asks: no is an answer. */
	private static boolean isLookForTable(Meter.Id id) {
		return "DescribeTable".equals(id.getTag("operation")) && "table_not_found".equals(id.getTag("error"));
	}

	private Collection<Timer> requests() {
		return this.registry.find("dynamodb.toolkit.requests").timers();
	}

	private double capacity(String store, String unit) {
		return sum(counters("capacity", STORE, store, "unit", unit));
	}

	/**
	 * What has been decided about a resource.
	 * @param resource the resource, if it is configured by name
	 * @return how often, by event; those that never happened are absent
	 */
	public Map<String, Long> rateLimitEvents(String resource) {
		Map<String, Long> events = new TreeMap<>();
		counters("ratelimit.events", "resource", resource)
			.forEach((counter) -> events.put(String.valueOf(counter.getId().getTag("event")), (long) counter.count()));
		return events;
	}

	/**
	 * What has been decided about all resources.
	 * @return how often, by resource and event; {@code default} are those together that
	 * are not configured by name
	 */
	public Map<String, Map<String, Long>> rateLimitEvents() {
		Map<String, Map<String, Long>> events = new TreeMap<>();
		counters("ratelimit.events").stream()
			.map((counter) -> String.valueOf(counter.getId().getTag("resource")))
			.forEach((resource) -> events.computeIfAbsent(resource, this::rateLimitEvents));
		return events;
	}

	private Collection<Counter> counters(String name, String... tags) {
		return this.registry.find("dynamodb.toolkit." + name).tags(tags).counters();
	}

	private static double sum(Collection<Counter> counters) {
		return counters.stream().mapToDouble(Counter::count).sum();
	}

	/**
	 * What a store has used since this instance started.
	 *
	 * @param store its name
	 * @param requests its calls of tables
	 * @param failures those that failed, by kind of error; a look whether there is a
	 * table does not fail if there is none
	 * @param throttles attempts that DynamoDB refused for their rate
	 * @param retries further attempts
	 * @param readUnits read capacity consumed
	 * @param writeUnits write capacity consumed
	 */
	public record StoreUsage(String store, long requests, Map<String, Long> failures, long throttles, long retries,
			double readUnits, double writeUnits) {

		public StoreUsage {
			failures = Map.copyOf(failures);
		}

	}

}
