package io.github.dynamodbtoolkit.spring.metrics;

import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.spring.metrics.MicrometerToolkitMetrics.StoreId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The meters of one store on one table. All are there from its first call on, so that
 * nobody has to wait for the first throttling to draw a line at zero.
 */
final class StoreMeters {

	private final Counter readUnits;

	private final Counter writeUnits;

	private final Counter retries;

	private final Counter throttles;

	StoreMeters(MeterRegistry registry, StoreId id) {
		this.readUnits = capacity(id, "read").register(registry);
		this.writeUnits = capacity(id, "write").register(registry);
		this.retries = counter("retries", "Further attempts of the SDK", id).register(registry);
		this.throttles = counter("throttles", "Attempts that DynamoDB refused for their rate", id).register(registry);
	}

	private static Counter.Builder capacity(StoreId id, String unit) {
		return counter("capacity", "Capacity units consumed", id).tag("unit", unit);
	}

	private static Counter.Builder counter(String name, String description, StoreId id) {
		return Counter.builder("dynamodb.toolkit." + name)
			.description(description)
			.tag("store", id.store())
			.tag("table", id.table());
	}

	void record(TableCall call) {
		this.readUnits.increment(call.usage().readUnits());
		this.writeUnits.increment(call.usage().writeUnits());
		if (call.outcome() == Outcome.THROTTLED) {
			this.throttles.increment();
		}
	}

	void recordRetry(boolean throttled) {
		this.retries.increment();
		if (throttled) {
			this.throttles.increment();
		}
	}

}
