package io.github.dynamodbtoolkit.cache;

import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.OncePerMinute;
import io.github.dynamodbtoolkit.table.OneLine;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what one cache does, and warns of what somebody should look at: at most once a
 * minute and kind of event, so that an outage does not fill the log.
 */
final class CacheLog {

	private static final Logger logger = LoggerFactory.getLogger(CacheStore.class);

	private final CacheStatistics statistics = new CacheStatistics();

	private final OncePerMinute warnings;

	private final String cache;

	private final ToolkitMetrics metrics;

	CacheLog(String cache, ToolkitMetrics metrics, TimeSource time) {
		this.cache = cache;
		this.metrics = metrics;
		this.warnings = new OncePerMinute(time);
	}

	void record(CacheEvent event) {
		this.statistics.record(event);
		this.metrics.cacheEvent(this.cache, event);
	}

	/** Records it, and warns unless it did so within the last minute. */
	void warn(CacheEvent event, String message) {
		record(event);
		warn((Object) event, message);
	}

	/** Warns of what is not counted, unless it did so within the last minute. */
	void warn(String message) {
		warn(message, message);
	}

	private void warn(Object subject, String message) {
		if (this.warnings.isDue(subject)) {
			logger.warn("Cache '{}': {}", this.cache, OneLine.of(message));
		}
	}

	CacheStatistics statistics() {
		return this.statistics;
	}

}
