package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How full the limits of a resource are.
 *
 * @param levels one for each limit
 * @param changedAtRunTime whether the limits are not the configured ones
 * @param shares how the limit is shared at present, null if it is not shared adaptively
 */
public record RateLimitStatus(List<LimitStatus> levels, boolean changedAtRunTime, @Nullable SharesStatus shares) {

	/**
	 * How full one limit is.
	 *
	 * @param limit the limit in force
	 * @param remaining how many permits are left
	 * @param reset when the whole limit is there again if nobody asks meanwhile
	 */
	public record LimitStatus(RateLimit limit, long remaining, Duration reset) {
	}

	/**
	 * How a limit is shared.
	 *
	 * @param user the share of users; 0 while they are quiet, when the whole limit holds
	 * them
	 * @param background the share of background work; 0 while it is paused
	 * @param recentUserRequests the activity that decides
	 */
	public record SharesStatus(long user, long background, long recentUserRequests) {
	}

}
