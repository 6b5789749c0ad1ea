package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.dynamodbtoolkit.directory.Directory;
import io.github.dynamodbtoolkit.directory.DirectoryKind;
import io.github.dynamodbtoolkit.table.DurationText;
import io.github.dynamodbtoolkit.table.Keys;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this instance remembers of the resources that were asked for lately, and the
 * settings that hold them.
 */
final class LimitedResources {

	private static final Logger logger = LoggerFactory.getLogger(RateLimiter.class);

	private static final int MAX_REMEMBERED = 10_000;

	private static final int MAX_KEY_LENGTH = 255;

	private static final int MAX_LOGS = 100;

	private static final String DEFAULT = "default";

	private final Cache<Id, LimitedResource> remembered = Caffeine.newBuilder()
		.maximumSize(MAX_REMEMBERED)
		.executor(Runnable::run)
		.build();

	private final Map<String, RateLimitLog> logs = new ConcurrentHashMap<>();

	private final RateLimitLog otherLog;

	private final TableClient table;

	private final TimeSource time;

	private final RateLimiterSettings settings;

	private final Directory directory;

	/**
	 * Of a long key only the fingerprint is remembered.
	 */
	private record Id(String resource, @Nullable String key, boolean hashed) {

		static Id of(RateLimitRequest request) {
			String key = request.key();
			boolean hashed = key != null && key.length() > MAX_KEY_LENGTH;
			return new Id(request.resource(), key != null && hashed ? Keys.fingerprint(key) : key, hashed);
		}

	}

	LimitedResources(TableClient table, RateLimiterSettings settings, Directory directory) {
		this.table = table;
		this.time = table.time();
		this.settings = settings;
		this.directory = directory;
		settings.resources().keySet().forEach((name) -> this.logs.put(name, log(name)));
		this.otherLog = log(DEFAULT);
		warnOfSettings();
	}

	private RateLimitLog log(String name) {
		return new RateLimitLog(name, this.table.settings().metrics(), this.time);
	}

	private void warnOfSettings() {
		this.settings.resources().forEach(this::warnOfSettings);
		if (this.settings.defaults() != null) {
			warnOfSettings(DEFAULT, this.settings.defaults());
		}
	}

	private void warnOfSettings(String name, ResourceLimits limits) {
		Duration tolerance = this.settings.clockTolerance();
		for (RateLimit limit : limits.limits()) {
			if (limit.limit() == 0) {
				logger.warn("Rate limit '{}': limit 0: every request will be denied", name);
			}
			if (limit.window().compareTo(tolerance.multipliedBy(2)) < 0) {
				logger.warn("Rate limit '{}': window {} is shorter than twice the clock tolerance {}", name,
						DurationText.of(limit.window()), DurationText.of(tolerance));
			}
		}
	}

	LimitedResource of(RateLimitRequest request) {
		Id id = Id.of(request);
		ResourceLimits own = request.limits();
		LimitedResource resource = this.remembered.get(id, (absent) -> newResource(request));
		if (own != null && !own.equals(resource.limits())) {
			resource = this.remembered.asMap()
				.compute(id, (same, present) -> present != null && own.equals(present.limits()) ? present
						: newResource(request));
		}
		this.directory.note(DirectoryKind.RESOURCE, request.resource());
		return resource;
	}

	Map<String, Integer> keysInUse() {
		Map<String, Integer> keys = new TreeMap<>();
		this.remembered.asMap().forEach((id, resource) -> {
			if (id.key() != null && resource.isUsed()) {
				keys.merge(id.resource(), 1, Integer::sum);
			}
		});
		return keys;
	}

	private LimitedResource newResource(RateLimitRequest request) {
		String name = request.resource();
		ResourceLimits own = request.limits();
		ResourceLimits limits = own != null ? own : this.settings.of(name);
		RateLimitLog log = own != null ? ownLog(name) : this.logs.getOrDefault(name, this.otherLog);
		return new LimitedResource(this.table.keys().rateLimit(name, request.key()), limits, this.time,
				this.settings.clockTolerance(), log);
	}

	/** Names that come from code are few, but nobody can make sure of that. */
	private RateLimitLog ownLog(String resource) {
		return this.logs.size() < MAX_LOGS ? this.logs.computeIfAbsent(resource, this::log)
				: this.logs.getOrDefault(resource, this.otherLog);
	}

}
