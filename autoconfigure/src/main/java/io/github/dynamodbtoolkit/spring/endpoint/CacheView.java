package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStatistics;
import io.github.dynamodbtoolkit.cache.NearSettings;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.table.Consistency;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A cache.
 *
 * @param name its name
 * @param here whether this instance uses it; if not, nothing else is known
 * @param events what it has done in this instance
 * @param settings how it behaves
 */
record CacheView(String name, boolean here, @Nullable Map<String, Long> events,
		@Nullable Settings settings) implements OperationResponseBody {

	static CacheView of(CacheRegion region) {
		return new CacheView(region.name(), true, events(region.statistics()), Settings.of(region.settings()));
	}

	static CacheView elsewhere(String name) {
		return new CacheView(name, false, null, null);
	}

	private static Map<String, Long> events(CacheStatistics statistics) {
		Map<CacheEvent, Long> counts = new EnumMap<>(CacheEvent.class);
		for (CacheEvent event : CacheEvent.values()) {
			counts.put(event, statistics.count(event));
		}
		Map<String, Long> events = new TreeMap<>();
		counts.forEach((event, count) -> events.put(event.name().toLowerCase(Locale.ROOT), count));
		return events;
	}

	/**
	 * How a cache behaves.
	 *
	 * @param timeToLive how long entries live
	 * @param timeToLiveJitter by which part of it that is shortened at random
	 * @param softTimeToLiveMillis when entries are loaded anew in the background
	 * @param consistentReads whether reads see every confirmed write
	 * @param maxValueBytes the largest value
	 * @param maxLoadMillis the longest load
	 * @param near copies in memory
	 */
	record Settings(String timeToLive, double timeToLiveJitter, @Nullable Long softTimeToLiveMillis,
			boolean consistentReads, int maxValueBytes, long maxLoadMillis, @Nullable Near near) {

		static Settings of(CacheSettings settings) {
			return new Settings(settings.expiry().timeToLive().describe(), settings.expiry().jitter(),
					settings.expiry().softTimeToLive() != null ? settings.expiry().softTimeToLive().toMillis() : null,
					settings.consistency() == Consistency.STRONG, settings.limits().maxValueSize(),
					settings.maxLoadTime().toMillis(), settings.near() != null ? Near.of(settings.near()) : null);
		}

	}

	/**
	 * Copies in memory.
	 *
	 * @param maxSize the most entries
	 * @param ttlMillis how long each is kept at most
	 */
	record Near(int maxSize, long ttlMillis) {

		static Near of(NearSettings settings) {
			return new Near(settings.maxSize(), settings.ttl().toMillis());
		}

	}

}
