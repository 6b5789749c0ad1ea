package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.Map;

import io.github.dynamodbtoolkit.table.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * The limits of an application.
 *
 * @param defaults what holds a resource that is not named, null if nothing does
 * @param resources what holds the resources by name
 * @param clockTolerance by how much the clocks of instances may differ; 0 to 1 minute
 * @param localDenial how long a refusal is remembered at most, 0 to 1 minute; what
 * another instance refunds or resets is noticed no later
 * @param expectedInstances by how many a limit is divided while each instance decides for
 * itself, 1 to 10,000
 */
public record RateLimiterSettings(@Nullable ResourceLimits defaults, Map<String, ResourceLimits> resources,
		Duration clockTolerance, Duration localDenial, int expectedInstances) {

	public RateLimiterSettings {
		resources = Map.copyOf(resources);
		requireUpToAMinute("clock-tolerance", clockTolerance);
		requireUpToAMinute("local-denial", localDenial);
		if (expectedInstances < 1 || expectedInstances > 10_000) {
			throw new IllegalArgumentException(
					"expected-instances must be between 1 and 10000, got " + expectedInstances);
		}
	}

	/**
	 * Limits by resource, a clock tolerance of 2 seconds, refusals remembered for 1
	 * second, 2 instances.
	 * @param resources what holds the resources by name
	 * @return the settings
	 */
	public static RateLimiterSettings of(Map<String, ResourceLimits> resources) {
		return new RateLimiterSettings(null, resources, Duration.ofSeconds(2), Duration.ofSeconds(1), 2);
	}

	/**
	 * These settings with limits for all other resources.
	 * @param defaults what holds a resource that is not named
	 * @return the changed settings
	 */
	public RateLimiterSettings withDefaults(ResourceLimits defaults) {
		return new RateLimiterSettings(defaults, this.resources, this.clockTolerance, this.localDenial,
				this.expectedInstances);
	}

	/**
	 * These settings with refusals remembered for another time.
	 * @param localDenial at most this long
	 * @return the changed settings
	 */
	public RateLimiterSettings withLocalDenial(Duration localDenial) {
		return new RateLimiterSettings(this.defaults, this.resources, this.clockTolerance, localDenial,
				this.expectedInstances);
	}

	@Nullable ResourceLimits find(String resource) {
		return this.resources.getOrDefault(resource, this.defaults);
	}

	ResourceLimits of(String resource) {
		ResourceLimits found = find(resource);
		if (found == null) {
			throw new IllegalArgumentException("No limit is configured for the resource '" + resource
					+ "', and there is no default limit. Configure one.");
		}
		return found;
	}

	private static void requireUpToAMinute(String name, Duration duration) {
		if (duration.isNegative() || duration.compareTo(Duration.ofMinutes(1)) > 0) {
			throw new IllegalArgumentException(name + " must be between 0s and 1m, got " + DurationText.of(duration));
		}
	}

}
