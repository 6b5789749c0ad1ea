package io.github.dynamodbtoolkit.cache;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.dynamodbtoolkit.metrics.CacheEvent;

/**
 * What a cache has done in this instance since it was made. Counts only grow.
 */
public final class CacheStatistics {

	private final Map<CacheEvent, LongAdder> counts = new EnumMap<>(CacheEvent.class);

	CacheStatistics() {
		for (CacheEvent event : CacheEvent.values()) {
			this.counts.put(event, new LongAdder());
		}
	}

	void record(CacheEvent event) {
		adder(event).increment();
	}

	/**
	 * How often something has happened.
	 * @param event what
	 * @return the number of times
	 */
	public long count(CacheEvent event) {
		return adder(event).sum();
	}

	@SuppressWarnings("NullAway") // the constructor makes one for every event
	private LongAdder adder(CacheEvent event) {
		return this.counts.get(event);
	}

	@Override
	public String toString() {
		return this.counts.toString();
	}

}
