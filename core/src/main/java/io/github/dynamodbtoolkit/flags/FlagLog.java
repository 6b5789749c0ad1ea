package io.github.dynamodbtoolkit.flags;

import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.OneLine;
import io.github.dynamodbtoolkit.table.ToldOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of items that somebody should look at: once each, however often they are read.
 */
final class FlagLog {

	private static final Logger logger = LoggerFactory.getLogger(FlagStore.class);

	private final ToldOnce told = new ToldOnce();

	private final ToolkitMetrics metrics;

	FlagLog(ToolkitMetrics metrics) {
		this.metrics = metrics;
	}

	/** Counts it each time, and warns once. */
	void warn(FlagEvent event, String message) {
		this.metrics.flagEvent(event);
		warn(message);
	}

	void warn(String message) {
		if (this.told.isNew(message)) {
			logger.warn(OneLine.of(message));
		}
	}

}
