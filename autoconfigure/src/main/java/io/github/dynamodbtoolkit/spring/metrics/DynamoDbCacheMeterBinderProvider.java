package io.github.dynamodbtoolkit.spring.metrics;

import io.github.dynamodbtoolkit.cache.CacheStatistics;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/**
 * Gives each {@link DynamoDbCache} Spring's own cache meters: {@code cache.gets},
 * {@code cache.puts} and {@code cache.evictions}. Its size is not known.
 */
public final class DynamoDbCacheMeterBinderProvider implements CacheMeterBinderProvider<DynamoDbCache> {

	@Override
	public MeterBinder getMeterBinder(DynamoDbCache cache, Iterable<Tag> tags) {
		return new DynamoDbCacheMeters(cache, tags);
	}

	private static final class DynamoDbCacheMeters extends CacheMeterBinder<DynamoDbCache> {

		private final CacheStatistics statistics;

		private DynamoDbCacheMeters(DynamoDbCache cache, Iterable<Tag> tags) {
			super(cache, cache.getName(), tags);
			this.statistics = cache.getStatistics();
		}

		@Override
		protected @Nullable Long size() {
			return null;
		}

		@Override
		protected long hitCount() {
			return this.statistics.count(CacheEvent.HIT);
		}

		@Override
		protected Long missCount() {
			return this.statistics.count(CacheEvent.MISS);
		}

		@Override
		protected Long evictionCount() {
			return this.statistics.count(CacheEvent.EVICT);
		}

		@Override
		protected long putCount() {
			return this.statistics.count(CacheEvent.PUT);
		}

		@Override
		protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
			// What else happens is counted for all caches alike, as
			// dynamodb.toolkit.cache.events.
		}

	}

}
