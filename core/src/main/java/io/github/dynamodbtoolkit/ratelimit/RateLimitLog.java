package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;

import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.table.OncePerMinute;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the limiter of one kind of resource does, and warns of what somebody should
 * look at: at most once a minute and reason.
 */
final class RateLimitLog {

	private static final Logger logger = LoggerFactory.getLogger(RateLimiter.class);

	private final OncePerMinute warnings;

	private final String resource;

	private final ToolkitMetrics metrics;

	private volatile boolean fallingBack;

	RateLimitLog(String resource, ToolkitMetrics metrics, TimeSource time) {
		this.resource = resource;
		this.metrics = metrics;
		this.warnings = new OncePerMinute(time);
	}

	void record(RateLimitEvent event) {
		this.metrics.rateLimitEvent(this.resource, event);
	}

	void recordWait(Duration wait) {
		this.metrics.rateLimitWaited(this.resource, wait);
	}

	/** Warns unless it did so for the same reason within the last minute. */
	void warn(String reason, String message) {
		if (this.warnings.isDue(reason)) {
			logger.warn("Rate limit '{}': {}", this.resource, message);
		}
	}

	/**
	 * Says once that DynamoDB does not answer, and at most once a minute where it answers
	 * now and then.
	 */
	void fallsBack(OnUnavailable mode, String reason) {
		if (!this.fallingBack && this.warnings.isDue(mode)) {
			this.fallingBack = true;
			logger.warn("Rate limit '{}': decided by on-unavailable={} until DynamoDB answers. {}", this.resource, mode,
					reason);
		}
	}

	/** Says that it answers again, once for each time that the opposite was said. */
	void answered() {
		if (this.fallingBack) {
			this.fallingBack = false;
			logger.info("Rate limit '{}': decided by DynamoDB again", this.resource);
		}
	}

}
