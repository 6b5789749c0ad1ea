package io.github.dynamodbtoolkit.ratelimit;

/**
 * How a limiter decides while DynamoDB gives no answer.
 */
public enum OnUnavailable {

	/**
	 * Within this process, by the limit divided by the expected number of instances, but
	 * at least 1, and only as far as there was room when this instance last saw the
	 * limit. What is given is counted with the next decision that DynamoDB makes here for
	 * the same resource and key. Instances do not know of each other meanwhile.
	 */
	LOCAL,

	/** Everything is allowed. */
	ALLOW,

	/** Nothing is allowed: for limits that protect something, such as a login. */
	DENY

}
