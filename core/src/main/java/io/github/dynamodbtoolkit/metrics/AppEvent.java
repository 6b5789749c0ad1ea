package io.github.dynamodbtoolkit.metrics;

/**
 * What happens to apps and look-ups of them, as far as it is counted.
 */
public enum AppEvent {

	/** A read found an app without key or secret; it counts as absent. */
	REJECTED,

	/** A read found part of an app that cannot be read; the rest counts. */
	UNREADABLE,

	/** A look-up by key found two apps. */
	DUPLICATE_KEY,

	/** DynamoDB gave no answer, and an app was served as it was last seen. */
	SERVED_STALE

}
