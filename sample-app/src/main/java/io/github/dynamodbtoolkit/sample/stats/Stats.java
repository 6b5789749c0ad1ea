package io.github.dynamodbtoolkit.sample.stats;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.springframework.stereotype.Component;

/**
 * Counts what this instance really does, as opposed to what it answers from a cache.
 */
@Component
public class Stats {

	private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

	/**
	 * The counter of that name, which is 0 if it is new.
	 * @param name the name that {@code /stats} shows
	 * @return the counter
	 */
	public LongAdder counter(String name) {
		return this.counters.computeIfAbsent(name, (key) -> new LongAdder());
	}

	SortedMap<String, Long> counts() {
		SortedMap<String, Long> counts = new TreeMap<>();
		this.counters.forEach((name, counter) -> counts.put(name, counter.sum()));
		return counts;
	}

	void reset() {
		this.counters.values().forEach(LongAdder::reset);
	}

}
