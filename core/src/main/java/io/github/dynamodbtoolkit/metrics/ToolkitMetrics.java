package io.github.dynamodbtoolkit.metrics;

import java.time.Duration;

/**
 * Receives what happens in the stores. Every method does nothing unless overridden, is
 * called on the thread that works for the application, and so must return at once and
 * throw nothing. Names passed in are bounded: configured names, never keys or values.
 */
public interface ToolkitMetrics {

	/**
	 * Receives everything, does nothing.
	 */
	ToolkitMetrics NONE = new ToolkitMetrics() {
	};

	/**
	 * A call of a table has ended, whatever its outcome. The SDK's own attempts are part
	 * of one call.
	 * @param call what was called and what it cost
	 */
	default void tableCalled(TableCall call) {
	}

	/**
	 * The SDK is about to try a call again, or we what a batch handed back.
	 * @param store the store that calls, such as {@code cache}
	 * @param table the table's name
	 * @param throttled whether DynamoDB had refused the last attempt, or a part of the
	 * batch, for its rate
	 */
	default void tableCallRetried(String store, String table, boolean throttled) {
	}

	/**
	 * A cache has done something that {@link CacheEvent} names.
	 * @param cache the cache's name
	 * @param event what it did
	 */
	default void cacheEvent(String cache, CacheEvent event) {
	}

	/**
	 * The dedupe store has done something that {@link DedupeEvent} names.
	 * @param event what it did
	 */
	default void dedupeEvent(DedupeEvent event) {
	}

	/**
	 * Something has happened to flags or segments that {@link FlagEvent} names.
	 * @param event what happened
	 */
	default void flagEvent(FlagEvent event) {
	}

	/**
	 * A request has waited for its permits, and was then allowed or refused.
	 * @param resource the resource, if it is configured by name, else {@code default}
	 * @param wait how long the request took in all
	 */
	default void rateLimitWaited(String resource, Duration wait) {
	}

	/**
	 * Something has happened to an app that {@link AppEvent} names.
	 * @param event what happened
	 */
	default void appEvent(AppEvent event) {
	}

	/**
	 * A rate limiter has done something that {@link RateLimitEvent} names.
	 * @param resource the resource, if it is configured by name or asked for with limits
	 * of its own, else {@code default}
	 * @param event what it did
	 */
	default void rateLimitEvent(String resource, RateLimitEvent event) {
	}

	/**
	 * Something has happened to a call of another service that {@link HttpEvent} names.
	 * @param resource the resource, if it is configured by name, else {@code default}
	 * @param event what happened
	 */
	default void httpEvent(String resource, HttpEvent event) {
	}

}
