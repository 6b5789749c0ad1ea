package io.github.dynamodbtoolkit.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what one cache does, and warns of what somebody should look at: at most once a
 * minute and kind of event, so that an outage does not fill the log.
 */
final class CacheLog {

	private static final Logger logger = LoggerFactory.getLogger(CacheStore.class);

	private static final long SILENCE = TimeUnit.MINUTES.toNanos(1);

	private final CacheStatistics statistics = new CacheStatistics();

	private final Map<CacheEvent, Long> warnedAt = new ConcurrentHashMap<>();

	private final String cache;

	private final ToolkitMetrics metrics;

	private final TimeSource time;

	CacheLog(String cache, ToolkitMetrics metrics, TimeSource time) {
		this.cache = cache;
		this.metrics = metrics;
		this.time = time;
	}

	void record(CacheEvent event) {
		this.statistics.record(event);
		this.metrics.cacheEvent(this.cache, event);
	}

	/** Records it, and warns unless it did so within the last minute. */
	void warn(CacheEvent event, String message) {
		record(event);
		long now = this.time.nanoTime();
		Long before = this.warnedAt.get(event);
		boolean due = before == null || now - before >= SILENCE;
		boolean mine = due && (before == null ? this.warnedAt.putIfAbsent(event, now) == null
				: this.warnedAt.replace(event, before, now));
		if (mine) {
			logger.warn("Cache '{}': {}", this.cache, message);
		}
	}

	CacheStatistics statistics() {
		return this.statistics;
	}

}
