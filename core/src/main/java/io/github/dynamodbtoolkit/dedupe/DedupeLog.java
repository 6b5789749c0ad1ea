package io.github.dynamodbtoolkit.dedupe;

import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.OncePerMinute;
import io.github.dynamodbtoolkit.table.OneLine;
import io.github.dynamodbtoolkit.table.TableClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens to jobs, and warns of what somebody should look at: at most once a
 * minute and kind of event.
 */
final class DedupeLog {

	private static final Logger logger = LoggerFactory.getLogger(DedupeStore.class);

	private final OncePerMinute warnings;

	private final ToolkitMetrics metrics;

	DedupeLog(TableClient table) {
		this.metrics = table.settings().metrics();
		this.warnings = new OncePerMinute(table.time());
	}

	void record(DedupeEvent event) {
		this.metrics.dedupeEvent(event);
	}

	/** Records it, and warns unless it did so within the last minute. */
	void warn(DedupeEvent event, String message) {
		record(event);
		if (this.warnings.isDue(event)) {
			logger.warn("Dedupe: {}", OneLine.of(message));
		}
	}

}
