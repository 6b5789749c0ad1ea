package io.github.dynamodbtoolkit.spring.http;

import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.OncePerMinute;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens to calls, and warns of what somebody should look at: at most once a
 * minute and kind of event.
 */
final class HttpLog {

	private static final Logger logger = LoggerFactory.getLogger(DynamoDbHttpInterceptor.class);

	private final ToolkitMetrics metrics;

	private final HttpResources resources;

	private final OncePerMinute warnings;

	HttpLog(ToolkitMetrics metrics, HttpResources resources, TimeSource time) {
		this.metrics = metrics;
		this.resources = resources;
		this.warnings = new OncePerMinute(time);
	}

	void record(HttpCall call, HttpEvent event) {
		this.metrics.httpEvent(this.resources.tag(call.resource()), event);
	}

	/** Records it, and warns unless it did so within the last minute. */
	void warn(HttpCall call, HttpEvent event, String message) {
		record(call, event);
		if (this.warnings.isDue(event)) {
			logger.warn("HTTP: {}", message);
		}
	}

}
