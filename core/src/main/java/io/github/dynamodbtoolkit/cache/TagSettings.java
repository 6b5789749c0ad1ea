package io.github.dynamodbtoolkit.cache;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.DurationText;

/**
 * How up to date tags are.
 *
 * @param staleness how long an instance goes on using what it knows of a tag or of a
 * cleared cache, and so how late an invalidation made elsewhere may reach it; 0 to 1
 * hour, 0 to ask on each read
 * @param clockTolerance by how much the clocks of instances may differ; 0 to 1 minute
 */
public record TagSettings(Duration staleness, Duration clockTolerance) {

	private static final Duration LONGEST_STALENESS = Duration.ofHours(1);

	private static final Duration LARGEST_TOLERANCE = Duration.ofMinutes(1);

	public TagSettings {
		if (staleness.isNegative() || staleness.compareTo(LONGEST_STALENESS) > 0) {
			throw new IllegalArgumentException(
					"tag-staleness must be between 0s and 1h, got " + DurationText.of(staleness) + ".");
		}
		if (clockTolerance.isNegative() || clockTolerance.compareTo(LARGEST_TOLERANCE) > 0) {
			throw new IllegalArgumentException(
					"clock-tolerance must be between 0s and 1m, got " + DurationText.of(clockTolerance) + ".");
		}
	}

	/**
	 * One second of staleness, two of clock tolerance.
	 * @return the default settings
	 */
	public static TagSettings defaults() {
		return new TagSettings(Duration.ofSeconds(1), Duration.ofSeconds(2));
	}

}
