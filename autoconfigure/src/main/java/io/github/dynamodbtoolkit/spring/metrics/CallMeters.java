package io.github.dynamodbtoolkit.spring.metrics;

import java.util.Locale;

import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.spring.metrics.MicrometerToolkitMetrics.CallId;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one operation of one store that ended in one way.
 */
final class CallMeters {

	private final MeterRegistry registry;

	private final Tags tags;

	private final Timer timer;

	private volatile @Nullable DistributionSummary itemSize;

	CallMeters(MeterRegistry registry, CallId id) {
		this.registry = registry;
		this.tags = Tags.of("store", id.store(), "operation", id.operation(), "table", id.table());
		this.timer = Timer.builder("dynamodb.toolkit.requests")
			.description("Calls of DynamoDB, the SDK's attempts included")
			.tags(this.tags)
			.tag("outcome", outcome(id.outcome()))
			.tag("error", error(id.outcome()))
			.register(registry);
	}

	private static String outcome(Outcome outcome) {
		return switch (outcome) {
			case SUCCESS, CONDITION_FAILED -> lowerCase(outcome);
			default -> "failure";
		};
	}

	private static String error(Outcome outcome) {
		return switch (outcome) {
			case SUCCESS, CONDITION_FAILED -> "none";
			default -> lowerCase(outcome);
		};
	}

	static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	void record(TableCall call) {
		this.timer.record(call.duration());
		if (call.usage().itemBytes() > 0) {
			itemSize().record(call.usage().itemBytes());
		}
	}

	/** Operations without items never need it. Registering it twice gives the same. */
	private DistributionSummary itemSize() {
		DistributionSummary present = this.itemSize;
		if (present == null) {
			present = DistributionSummary.builder("dynamodb.toolkit.item.size")
				.description("Approximate size of the items sent or received by a call")
				.baseUnit("bytes")
				.tags(this.tags)
				.register(this.registry);
			this.itemSize = present;
		}
		return present;
	}

}
