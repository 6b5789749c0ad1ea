package io.github.dynamodbtoolkit.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.ratelimit.AdaptiveSettings;
import io.github.dynamodbtoolkit.ratelimit.AdaptiveSettings.Activity;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.OnUnavailable;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;

/**
 * Settings of rate limits and cooldowns.
 *
 * @param enabled Whether there are rate limits; if not, methods that have one run without
 * it.
 * @param tableName Table of the limits, if not the toolkit's own.
 * @param region Region of that table, if not that of the DynamoDB client.
 * @param endpoint Endpoint of that table with its scheme, if not that of the DynamoDB
 * client.
 * @param clockTolerance By how much the clocks of instances may differ, up to 1m.
 * @param localDenial How long an instance remembers a refusal at most, and so how late it
 * may notice what another gave back, up to 1m; 0 asks DynamoDB each time.
 * @param expectedInstances By how many, 1 to 10000, a limit is divided while DynamoDB is
 * down and each instance decides by itself.
 * @param maxCooldown Longest time, 1s to 1d, for which a remote server can ask not to be
 * called.
 * @param defaults Limits of each resource that is not named.
 * @param resources Limits of single resources, by name; they take nothing from the
 * default ones.
 */
@ConfigurationProperties(DynamoDbRateLimitProperties.PREFIX)
public record DynamoDbRateLimitProperties(@DefaultValue("true") boolean enabled, @Nullable String tableName,
		@Nullable String region, @Nullable URI endpoint,
		@DefaultValue("2s") @DurationUnit(ChronoUnit.SECONDS) Duration clockTolerance,
		@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration localDenial,
		@DefaultValue("2") int expectedInstances,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration maxCooldown,
		@Name("default") @Nullable Resource defaults, @DefaultValue Map<String, Resource> resources) {

	static final String PREFIX = "toolkit.dynamodb.rate-limit";

	public DynamoDbRateLimitProperties {
		PropertyRules.requireTableName(PREFIX + ".table-name", tableName);
		PropertyRules.requireRegion(PREFIX + ".region", region);
		PropertyRules.requireEndpoint(PREFIX + ".endpoint", endpoint);
		resources = Map.copyOf(resources);
		settings(clockTolerance, localDenial, expectedInstances, defaults, resources);
		PropertyRules.under(PREFIX, () -> Cooldowns.requireLongest(maxCooldown));
	}

	/**
	 * What the limiter is made with.
	 * @return its settings
	 */
	RateLimiterSettings settings() {
		return settings(this.clockTolerance, this.localDenial, this.expectedInstances, this.defaults, this.resources);
	}

	private static RateLimiterSettings settings(Duration clockTolerance, Duration localDenial, int expectedInstances,
			@Nullable Resource defaults, Map<String, Resource> resources) {
		ResourceLimits ofOthers = defaults != null ? defaults.at(PREFIX + ".default") : null;
		Map<String, ResourceLimits> byName = new LinkedHashMap<>();
		resources
			.forEach((name, resource) -> byName.put(name, resource.at(PropertyRules.pathOfResource(PREFIX, name))));
		return PropertyRules.under(PREFIX,
				() -> new RateLimiterSettings(ofOthers, byName, clockTolerance, localDenial, expectedInstances));
	}

	boolean hasLimits() {
		return this.defaults != null || !this.resources.isEmpty();
	}

	Duration maxWait(String resource) {
		Resource found = this.resources.getOrDefault(resource, this.defaults);
		return found != null ? found.maxWait() : Duration.ZERO;
	}

	/**
	 * Limits of one resource: one written directly, or a list.
	 *
	 * @param limit Permits in a window, up to 10^12; with 0 every request is denied.
	 * @param window In which time there are as many permits, 100ms to 3650d.
	 * @param algorithm How permits are counted.
	 * @param subWindows Into how many parts a sliding window is divided, 1 to 60; 10
	 * unless set.
	 * @param burst Most permits at once of a token bucket, 1 to 10^12; the limit unless
	 * set.
	 * @param limits Several limits, all of which a request must fit, instead of one.
	 * @param lease How many permits an instance takes at once and spends by itself; at
	 * most a quarter of each limit, 1 for none.
	 * @param adaptive How the limit is shared between users and background work; not at
	 * all unless one of its settings is there.
	 * @param onUnavailable How to decide while DynamoDB is down: by a part of the limit
	 * in each instance (local), allow all or deny all.
	 * @param maxWait Longest that a call waits for its permits, up to 1h; 0 refuses it at
	 * once.
	 */
	public record Resource(@Nullable Long limit, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration window,
			@DefaultValue("sliding-window") Algorithm algorithm, @Nullable Integer subWindows, @Nullable Long burst,
			@DefaultValue List<Limit> limits, @DefaultValue("1") long lease, @Nullable Adaptive adaptive,
			@DefaultValue("local") OnUnavailable onUnavailable,
			@DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS) Duration maxWait) {

		private ResourceLimits at(String path) {
			PropertyRules.requireMaxWait(path + ".max-wait", this.maxWait);
			List<RateLimit> all = limits(path);
			AdaptiveSettings sharing = this.adaptive != null ? this.adaptive.at(path + ".adaptive") : null;
			return PropertyRules.under(path, () -> new ResourceLimits(all, this.lease, sharing, this.onUnavailable));
		}

		private List<RateLimit> limits(String path) {
			Limit single = new Limit(this.limit, this.window, this.algorithm, this.subWindows, this.burst);
			if (this.limits.isEmpty()) {
				return List.of(single.at(path));
			}
			if (single.limit() != null || single.window() != null) {
				throw new IllegalArgumentException(path + ".limits and " + path
						+ ".limit exclude each other: write all limits into the list, or one without it.");
			}
			List<RateLimit> all = new ArrayList<>();
			for (int i = 0; i < this.limits.size(); i++) {
				all.add(this.limits.get(i).at(path + ".limits[" + i + "]"));
			}
			return all;
		}

	}

	/**
	 * One of several limits.
	 *
	 * @param limit Permits in a window, up to 10^12; with 0 every request is denied.
	 * @param window In which time there are as many permits, 100ms to 3650d.
	 * @param algorithm How permits are counted.
	 * @param subWindows Into how many parts a sliding window is divided, 1 to 60; 10
	 * unless set.
	 * @param burst Most permits at once of a token bucket, 1 to 10^12; the limit unless
	 * set.
	 */
	public record Limit(@Nullable Long limit, @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration window,
			@DefaultValue("sliding-window") Algorithm algorithm, @Nullable Integer subWindows, @Nullable Long burst) {

		private RateLimit at(String path) {
			if (this.limit == null) {
				throw new IllegalArgumentException(
						path + ".limit is missing: write how many permits there are in a window.");
			}
			if (this.window == null) {
				throw new IllegalArgumentException(
						path + ".window is missing: write in which time there are as many permits, such as 1m.");
			}
			long permits = this.limit;
			Duration time = this.window;
			return PropertyRules.under(path, () -> of(permits, time));
		}

		private RateLimit of(long permits, Duration time) {
			if (this.algorithm == Algorithm.TOKEN_BUCKET) {
				if (this.subWindows != null) {
					throw new IllegalArgumentException("sub-windows is for sliding windows: leave it out.");
				}
				return new RateLimit.TokenBucket(permits, time, this.burst != null ? this.burst : permits);
			}
			if (this.burst != null) {
				throw new IllegalArgumentException(
						"burst is for token buckets: leave it out, or set algorithm to token-bucket.");
			}
			return new RateLimit.SlidingWindow(permits, time,
					this.subWindows != null ? this.subWindows : RateLimit.DEFAULT_SUB_WINDOWS);
		}

	}

	/**
	 * How permits are counted.
	 */
	public enum Algorithm {

		/** Never more than the limit in any interval as long as the window. */
		SLIDING_WINDOW,

		/** A bucket that is filled evenly and holds a burst. */
		TOKEN_BUCKET

	}

	/**
	 * How a limit is shared between users and background work by what users do.
	 *
	 * @param enabled Whether it is shared.
	 * @param monitoringWindow In which time user requests are counted, 1s to 1d.
	 * @param moderateActivity From how many user requests on activity is moderate, at
	 * least 1.
	 * @param highActivity From how many user requests on activity is high, above
	 * moderate-activity.
	 * @param maxUserScaling By how much activity may raise the users' share, 1 to 100.
	 * @param minUserReserve Permits kept for users while they do little or nothing, 0 or
	 * more and fewer than the limit.
	 * @param pauseBackground Whether background work pauses while high activity
	 * increases.
	 * @param idleAfter After how long without a request users count as away, 1ms to 365d.
	 * @param recalculateEvery How often the shares are worked out, 1ms to 1d.
	 */
	public record Adaptive(@DefaultValue("true") boolean enabled,
			@DefaultValue("15m") @DurationUnit(ChronoUnit.SECONDS) Duration monitoringWindow,
			@DefaultValue("3") long moderateActivity, @DefaultValue("10") long highActivity,
			@DefaultValue("2") double maxUserScaling, @DefaultValue("5") long minUserReserve,
			@DefaultValue("true") boolean pauseBackground,
			@DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS) Duration idleAfter,
			@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration recalculateEvery) {

		private @Nullable AdaptiveSettings at(String path) {
			AdaptiveSettings settings = PropertyRules.under(path,
					() -> new AdaptiveSettings(
							new Activity(this.monitoringWindow, this.moderateActivity, this.highActivity,
									this.idleAfter, this.recalculateEvery),
							this.maxUserScaling, this.minUserReserve, this.pauseBackground));
			return this.enabled ? settings : null;
		}

	}

}
