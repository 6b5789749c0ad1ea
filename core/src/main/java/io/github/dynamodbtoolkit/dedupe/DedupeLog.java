package io.github.dynamodbtoolkit.dedupe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens to jobs, and warns of what somebody should look at: at most once a
 * minute and kind of event.
 */
final class DedupeLog {

	private static final Logger logger = LoggerFactory.getLogger(DedupeStore.class);

	private static final long SILENCE = TimeUnit.MINUTES.toNanos(1);

	private final Map<DedupeEvent, Long> warnedAt = new ConcurrentHashMap<>();

	private final ToolkitMetrics metrics;

	private final TimeSource time;

	DedupeLog(TableClient table) {
		this.metrics = table.settings().metrics();
		this.time = table.time();
	}

	void record(DedupeEvent event) {
		this.metrics.dedupeEvent(event);
	}

	/** Records it, and warns unless it did so within the last minute. */
	void warn(DedupeEvent event, String message) {
		record(event);
		long now = this.time.nanoTime();
		boolean[] due = new boolean[1];
		this.warnedAt.compute(event, (key, before) -> {
			due[0] = before == null || now - before >= SILENCE;
			return due[0] ? now : before;
		});
		if (due[0]) {
			logger.warn("Dedupe: {}", message);
		}
	}

}
