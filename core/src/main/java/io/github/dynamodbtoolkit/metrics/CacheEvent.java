package io.github.dynamodbtoolkit.metrics;

/**
 * What a cache does, as far as it is counted.
 */
public enum CacheEvent {

	/** A read found a live value. */
	HIT,

	/** A read was answered from memory; it counts as a hit too. */
	NEAR_HIT,

	/** A read found none, for whatever reason. */
	MISS,

	/** A value was stored. */
	PUT,

	/** A key was evicted. */
	EVICT,

	/** The whole cache was cleared. */
	CLEAR,

	/** A read failed because DynamoDB did; it counts as a miss too. */
	READ_FAILED,

	/** A stored item could not be read as a value; it counts as a miss too. */
	UNREADABLE,

	/** A value that is still served could not be loaded anew. */
	REFRESH_FAILED,

	/** A loaded value was not stored: the entry changed since the load began. */
	DROPPED_ENTRY_CHANGED,

	/** A loaded value was not stored: one of its tags was invalidated around the load. */
	DROPPED_TAG_CHANGED,

	/** A loaded value was not stored: the load took longer than the permitted time. */
	DROPPED_LOAD_TOO_LONG,

	/** A loaded value was not stored: DynamoDB failed before or after the load. */
	DROPPED_STORE_FAILED,

	/** A value was not stored: it is larger than the permitted size. */
	DROPPED_TOO_LARGE,

	/** A value was not stored: it cannot be written as JSON of its type. */
	DROPPED_NOT_ENCODABLE,

	/** A value was not stored: its time to live was zero or negative. */
	DROPPED_NO_TIME_TO_LIVE

}
