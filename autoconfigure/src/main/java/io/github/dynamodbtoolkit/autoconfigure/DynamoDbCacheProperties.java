package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.Expiry;
import io.github.dynamodbtoolkit.cache.NearSettings;
import io.github.dynamodbtoolkit.cache.TagSettings;
import io.github.dynamodbtoolkit.cache.TimeToLive;
import io.github.dynamodbtoolkit.spring.cache.CacheConfiguration;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.value.ValueLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the cache. Those of single caches stand over those for all.
 *
 * @param enabled Whether caches are kept in DynamoDB.
 * @param tableName Table of the cache, if not the toolkit's own.
 * @param region Region of that table, if not that of the DynamoDB client.
 * @param endpoint Endpoint of that table with its scheme, if not that of the DynamoDB
 * client.
 * @param tagStaleness How late an invalidated tag or a cleared cache may reach other
 * instances, up to 1h; 0 asks DynamoDB on each read.
 * @param clockTolerance By how much the clocks of instances may differ, up to 1m.
 * @param allowedPackages Packages, beside the application's own, whose classes may be
 * read by the type name stored with a value. Not needed where a method declares its
 * return type.
 * @param createUnknown Whether caches that are not configured come into being when they
 * are first used.
 * @param timeToLive How long entries live, up to 3650d; without it, until they are
 * evicted.
 * @param timeToLiveJitter By which share of itself, 0 to 0.5, the time to live of each
 * entry may be shortened at random.
 * @param softTtl After which time an entry is loaded anew in the background, while it is
 * still served until its time to live is over.
 * @param cacheNullValues Whether null results are cached; if not, they are not stored.
 * @param consistentReads Whether reads see every confirmed write, at twice the price.
 * @param compressionThreshold Size of a value's JSON from which it is compressed; 0 for
 * always.
 * @param maxValueSize Largest size of a value's JSON, 1KB to 32MB; larger values are not
 * stored.
 * @param maxLoadTime Longest, 1s to 1d, that loading a value may take for it to be
 * stored.
 * @param caches Settings of single caches, by name.
 */
@ConfigurationProperties(DynamoDbCacheProperties.PREFIX)
public record DynamoDbCacheProperties(@DefaultValue("true") boolean enabled, @Nullable String tableName,
		@Nullable String region, @Nullable URI endpoint,
		@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration tagStaleness,
		@DefaultValue("2s") @DurationUnit(ChronoUnit.SECONDS) Duration clockTolerance,
		@DefaultValue List<String> allowedPackages, @DefaultValue("true") boolean createUnknown,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive, @DefaultValue("0") double timeToLiveJitter,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration softTtl, @DefaultValue("true") boolean cacheNullValues,
		@DefaultValue("false") boolean consistentReads, @DefaultValue("1KB") DataSize compressionThreshold,
		@DefaultValue("5MB") DataSize maxValueSize,
		@DefaultValue("10m") @DurationUnit(ChronoUnit.SECONDS) Duration maxLoadTime,
		@DefaultValue Map<String, SingleCache> caches) implements InitializingBean {

	static final String PREFIX = "toolkit.dynamodb.cache";

	public DynamoDbCacheProperties {
		PropertyRules.requireTableName(PREFIX + ".table-name", tableName);
		PropertyRules.requireRegion(PREFIX + ".region", region);
		PropertyRules.requireEndpoint(PREFIX + ".endpoint", endpoint);
		checked(PREFIX, tagStaleness, (staleness) -> new TagSettings(staleness, Duration.ZERO));
		checked(PREFIX, clockTolerance, (tolerance) -> new TagSettings(Duration.ZERO, tolerance));
		for (String allowed : allowedPackages) {
			if (!allowed.matches("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*")) {
				throw new IllegalArgumentException(PREFIX + ".allowed-packages: '" + allowed
						+ "' is not a package. Write it as com.example.shop.");
			}
		}
	}

	/**
	 * Checks the settings of all caches, whether there is caching or not.
	 */
	@Override
	public void afterPropertiesSet() {
		defaults(null);
		this.caches.forEach((name, cache) -> of(name, cache, null));
	}

	/**
	 * How caches behave that have no settings of their own.
	 * @param timeToLiveFunction decides in place of {@code time-to-live}; null if there
	 * is none
	 * @return their configuration
	 * @throws IllegalArgumentException naming the property that is out of range
	 */
	CacheConfiguration defaults(@Nullable TimeToLive timeToLiveFunction) {
		TimeToLive function = timeToLiveFunction != null ? timeToLiveFunction : timeToLive(PREFIX, this.timeToLive);
		return configuration(PREFIX, function, SingleCache.NONE);
	}

	/**
	 * How one of {@link #caches()} behaves.
	 * @param name the cache's name
	 * @param cache its own settings
	 * @param timeToLiveFunction decides where the cache has no {@code time-to-live} of
	 * its own; null if there is none
	 * @return its configuration
	 * @throws IllegalArgumentException naming the property that is out of range
	 */
	CacheConfiguration of(String name, SingleCache cache, @Nullable TimeToLive timeToLiveFunction) {
		String path = PREFIX + ".caches." + name;
		if (cache.timeToLive() != null) {
			return configuration(path, timeToLive(path, cache.timeToLive()), cache);
		}
		return configuration(path, defaults(timeToLiveFunction).settings().expiry().timeToLive(), cache);
	}

	TagSettings tags() {
		return new TagSettings(this.tagStaleness, this.clockTolerance);
	}

	private static TimeToLive timeToLive(String path, @Nullable Duration duration) {
		if (duration == null) {
			return TimeToLive.unlimited();
		}
		return checked(path, duration, TimeToLive::of);
	}

	private CacheConfiguration configuration(String path, TimeToLive timeToLive, SingleCache cache) {
		return checked(path, cache,
				(own) -> new CacheConfiguration(
						new CacheSettings(expiry(timeToLive, own),
								Consistency.of(or(own.consistentReads(), this.consistentReads)), limits(own),
								or(own.maxLoadTime(), this.maxLoadTime), near(own)),
						or(own.cacheNullValues(), this.cacheNullValues)));
	}

	private Expiry expiry(TimeToLive timeToLive, SingleCache own) {
		Duration soft = own.softTtl() != null ? own.softTtl() : this.softTtl;
		return new Expiry(timeToLive, or(own.timeToLiveJitter(), this.timeToLiveJitter), soft);
	}

	private static @Nullable NearSettings near(SingleCache own) {
		return own.near() != null ? new NearSettings(own.near().maxSize(), own.near().ttl()) : null;
	}

	private ValueLimits limits(SingleCache own) {
		return new ValueLimits(bytes(or(own.compressionThreshold(), this.compressionThreshold)),
				bytes(or(own.maxValueSize(), this.maxValueSize)));
	}

	/** What exceeds an int exceeds every limit as well. */
	private static int bytes(DataSize size) {
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size.toBytes()));
	}

	private static <T> T or(@Nullable T own, T general) {
		return own != null ? own : general;
	}

	/**
	 * The core's messages begin with a property's last part; here the path comes before
	 * it.
	 */
	private static <T, R> R checked(String path, T value, Function<T, R> constructor) {
		try {
			return constructor.apply(value);
		}
		catch (IllegalArgumentException ex) {
			String message = String.valueOf(ex.getMessage());
			String property = message.substring(0, message.indexOf(' '));
			throw new InvalidConfigurationPropertyValueException(path + "." + property, value, path + "." + message);
		}
	}

	/**
	 * Settings of one cache; what is not set is as for all caches.
	 *
	 * @param timeToLive How long entries of this cache live, up to 3650d.
	 * @param timeToLiveJitter By which share of itself, 0 to 0.5, the time to live of
	 * each entry may be shortened at random.
	 * @param softTtl After which time an entry of this cache is loaded anew in the
	 * background.
	 * @param cacheNullValues Whether null results are cached.
	 * @param consistentReads Whether reads see every confirmed write, at twice the price.
	 * @param compressionThreshold Size of a value's JSON from which it is compressed; 0
	 * for always.
	 * @param maxValueSize Largest size of a value's JSON, 1KB to 32MB.
	 * @param maxLoadTime Longest, 1s to 1d, that loading a value may take for it to be
	 * stored.
	 * @param near Copies of entries in the memory of each instance; none unless one of
	 * its settings is there.
	 */
	public record SingleCache(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive,
			@Nullable Double timeToLiveJitter, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration softTtl,
			@Nullable Boolean cacheNullValues, @Nullable Boolean consistentReads,
			@Nullable DataSize compressionThreshold, @Nullable DataSize maxValueSize,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxLoadTime, @Nullable Near near) {

		private static final SingleCache NONE = new SingleCache(null, null, null, null, null, null, null, null, null);

	}

	/**
	 * Copies in memory.
	 *
	 * @param maxSize The most copies that an instance keeps, 1 to 1000000.
	 * @param ttl The longest that a copy is used, 1ms to 1h, and so how late an eviction
	 * or a put made elsewhere may reach an instance; tags and clearing reach it within
	 * tag-staleness.
	 */
	public record Near(@DefaultValue("10000") int maxSize,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration ttl) {

	}

}
