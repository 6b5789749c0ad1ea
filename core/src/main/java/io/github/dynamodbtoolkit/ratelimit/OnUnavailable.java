package io.github.dynamodbtoolkit.ratelimit;

/**
 * How a limiter decides while DynamoDB gives no answer.
 */
public enum OnUnavailable {

	/**
	 * Within this process, by the limit divided by the expected number of instances, but
	 * at least 1.
	 */
	LOCAL,

	/** Everything is allowed. */
	ALLOW,

	/** Nothing is allowed: for limits that protect something, such as a login. */
	DENY

}
