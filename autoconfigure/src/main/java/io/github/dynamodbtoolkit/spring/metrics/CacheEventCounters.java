package io.github.dynamodbtoolkit.spring.metrics;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the events of caches that Spring's own {@code cache.*} meters do not. Caches are
 * named by the application; should it make up names without end, those after the first
 * thousand share one.
 */
final class CacheEventCounters {

	private static final int MOST_CACHES = 1000;

	private static final String OTHER_CACHES = "_other";

	private static final Set<CacheEvent> COUNTED_BY_SPRING = EnumSet.of(CacheEvent.HIT, CacheEvent.MISS, CacheEvent.PUT,
			CacheEvent.EVICT);

	private final MeterRegistry registry;

	private final Map<Id, Counter> counters = new ConcurrentHashMap<>();

	private final Set<String> caches = ConcurrentHashMap.newKeySet();

	private record Id(String cache, CacheEvent event) {
	}

	CacheEventCounters(MeterRegistry registry) {
		this.registry = registry;
	}

	void record(String cache, CacheEvent event) {
		if (COUNTED_BY_SPRING.contains(event)) {
			return;
		}
		Counter present = this.counters.get(new Id(cache, event));
		if (present == null) {
			present = this.counters.computeIfAbsent(new Id(bounded(cache), event), this::register);
		}
		present.increment();
	}

	private String bounded(String cache) {
		if (this.caches.contains(cache)) {
			return cache;
		}
		if (this.caches.size() >= MOST_CACHES) {
			return OTHER_CACHES;
		}
		this.caches.add(cache);
		return cache;
	}

	private Counter register(Id id) {
		return Counter.builder("dynamodb.toolkit.cache.events")
			.description("What caches do that the cache.* meters do not count")
			.tag("cache", id.cache())
			.tag("event", CallMeters.lowerCase(id.event()))
			.register(this.registry);
	}

}
