package io.github.dynamodbtoolkit.spring.metrics;

import java.time.Duration;
import java.util.Map;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import io.github.dynamodbtoolkit.spring.metrics.MeterReadings.StoreUsage;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeterReadings}.
 */
class MeterReadingsTests {

	private final CompositeMeterRegistry registry = new CompositeMeterRegistry().add(new SimpleMeterRegistry());

	private final MicrometerToolkitMetrics metrics = new MicrometerToolkitMetrics(this.registry);

	private final MeterReadings readings = new MeterReadings(this.registry);

	@Test
	void addsUpWhatEachStoreHasUsedOverAllItsTablesAndOperations() {
		called("cache", "GetItem", "one", Outcome.SUCCESS, new Usage(0.5, 0, 100));
		called("cache", "PutItem", "one", Outcome.CONDITION_FAILED, new Usage(0, 1, 100));
		called("cache", "GetItem", "two", Outcome.THROTTLED, Usage.NONE);
		called("flags", "Query", "flags", Outcome.TIMED_OUT, Usage.NONE);
		this.metrics.tableCallRetried("cache", "one", true);
		assertThat(this.readings.usage()).containsExactly(
				new StoreUsage("cache", 3, Map.of("throttled", 1L), 2, 1, 0.5, 1),
				new StoreUsage("flags", 1, Map.of("timed_out", 1L), 0, 0, 0, 0));
	}

	@Test
	void doesNotCountALookForATableThatIsNotThereYetAsAFailure() {
		called("cache", "DescribeTable", "one", Outcome.TABLE_NOT_FOUND, Usage.NONE);
		assertThat(this.readings.usage()).containsExactly(new StoreUsage("cache", 1, Map.of(), 0, 0, 0, 0));
		called("cache", "GetItem", "one", Outcome.TABLE_NOT_FOUND, Usage.NONE);
		assertThat(this.readings.usage())
			.containsExactly(new StoreUsage("cache", 2, Map.of("table_not_found", 1L), 0, 0, 0, 0));
	}

	@Test
	void tellsWhatWasDecidedAboutAResource() {
		this.metrics.rateLimitEvent("supplier", RateLimitEvent.ALLOWED);
		this.metrics.rateLimitEvent("supplier", RateLimitEvent.ALLOWED);
		this.metrics.rateLimitEvent("supplier", RateLimitEvent.REFUSED_FROM_MEMORY);
		this.metrics.rateLimitEvent("other", RateLimitEvent.REFUSED);
		assertThat(this.readings.rateLimitEvents("supplier"))
			.isEqualTo(Map.of("allowed", 2L, "refused_from_memory", 1L));
		assertThat(this.readings.rateLimitEvents("unknown")).isEmpty();
		assertThat(this.readings.rateLimitEvents()).isEqualTo(
				Map.of("supplier", Map.of("allowed", 2L, "refused_from_memory", 1L), "other", Map.of("refused", 1L)));
	}

	@Test
	void readsNothingWhereNothingWasCounted() {
		assertThat(this.readings.usage()).isEmpty();
	}

	private void called(String store, String operation, String table, Outcome outcome, Usage usage) {
		this.metrics.tableCalled(new TableCall(store, operation, table, outcome, Duration.ofMillis(3), usage));
	}

}
