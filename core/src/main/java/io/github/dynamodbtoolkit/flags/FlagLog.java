package io.github.dynamodbtoolkit.flags;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.OneLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of items that somebody should look at: once each, however often they are read.
 */
final class FlagLog {

	private static final Logger logger = LoggerFactory.getLogger(FlagStore.class);

	private static final int MAX_REMEMBERED = 1000;

	private final Cache<String, Boolean> told = Caffeine.newBuilder()
		.maximumSize(MAX_REMEMBERED)
		.executor(Runnable::run)
		.build();

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
		if (this.told.asMap().putIfAbsent(message, Boolean.TRUE) == null) {
			logger.warn(OneLine.of(message));
		}
	}

}
