package io.github.dynamodbtoolkit.apps;

import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.OneLine;
import io.github.dynamodbtoolkit.table.ToldOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of apps that somebody should look at: once each, however often they are read.
 */
final class AppLog {

	private static final Logger logger = LoggerFactory.getLogger(AppRegistry.class);

	private final ToldOnce told = new ToldOnce();

	private final ToolkitMetrics metrics;

	AppLog(ToolkitMetrics metrics) {
		this.metrics = metrics;
	}

	/**
	 * Counts it each time, and warns once. Whatever stands in a table keeps to a line.
	 */
	void warn(AppEvent event, String message) {
		record(event);
		if (this.told.isNew(message)) {
			logger.warn(OneLine.of(message));
		}
	}

	void record(AppEvent event) {
		this.metrics.appEvent(event);
	}

}
