package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.DurationText;

/**
 * How a limit is shared between users and background work by what users do.
 *
 * @param activity what counts as how much activity
 * @param maxUserScaling by how much activity may raise the users' share, at least 1
 * @param minUserReserve what is kept for users while they do little or nothing: 0 or more
 * permits, fewer than the limit
 * @param pauseBackground whether background work pauses while high activity increases
 */
public record AdaptiveSettings(Activity activity, double maxUserScaling, long minUserReserve, boolean pauseBackground) {

	public AdaptiveSettings {
		if (!(maxUserScaling >= 1 && maxUserScaling <= 100)) {
			throw new IllegalArgumentException("max-user-scaling must be between 1 and 100, got " + maxUserScaling);
		}
		if (minUserReserve < 0) {
			throw new IllegalArgumentException("min-user-reserve must be ≥ 0, got " + minUserReserve);
		}
	}

	/**
	 * Scaling 2, a reserve of 5 permits, pauses.
	 * @return the default settings
	 */
	public static AdaptiveSettings defaults() {
		return new AdaptiveSettings(Activity.defaults(), 2.0, 5, true);
	}

	/**
	 * What counts as how much activity.
	 *
	 * @param monitoringWindow in which time user requests are counted, 1 second to 1 day
	 * @param moderate from how many on it is moderate
	 * @param high from how many on it is high; above {@code moderate}
	 * @param idleAfter after how long without one users count as away, 1 ms to 365 days
	 * @param recalculateEvery how often the shares are worked out, 1 ms to 1 day
	 */
	public record Activity(Duration monitoringWindow, long moderate, long high, Duration idleAfter,
			Duration recalculateEvery) {

		public Activity {
			if (monitoringWindow.compareTo(Duration.ofSeconds(1)) < 0
					|| monitoringWindow.compareTo(Duration.ofDays(1)) > 0) {
				throw new IllegalArgumentException(
						"monitoring-window must be between 1s and 1d, got " + DurationText.of(monitoringWindow));
			}
			if (moderate < 1 || moderate >= high) {
				throw new IllegalArgumentException("moderate-activity (" + moderate
						+ ") must be at least 1 and below high-activity (" + high + ")");
			}
			if (idleAfter.compareTo(Duration.ofMillis(1)) < 0 || idleAfter.compareTo(Duration.ofDays(365)) > 0) {
				throw new IllegalArgumentException(
						"idle-after must be between 1ms and 365d, got " + DurationText.of(idleAfter));
			}
			if (recalculateEvery.compareTo(Duration.ofMillis(1)) < 0
					|| recalculateEvery.compareTo(Duration.ofDays(1)) > 0) {
				throw new IllegalArgumentException(
						"recalculate-every must be between 1ms and 1d, got " + DurationText.of(recalculateEvery));
			}
		}

		/**
		 * 15 minutes, moderate from 3, high from 10, idle after 30 minutes, every 30
		 * seconds.
		 * @return the default activity
		 */
		public static Activity defaults() {
			return new Activity(Duration.ofMinutes(15), 3, 10, Duration.ofMinutes(30), Duration.ofSeconds(30));
		}

	}

}
