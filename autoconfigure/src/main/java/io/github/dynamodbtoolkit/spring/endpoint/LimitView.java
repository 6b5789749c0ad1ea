package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The limits of a resource.
 *
 * @param name the resource
 * @param keys by how many keys this instance was asked for it lately, each of which has
 * these limits for itself; absent if by none, and of a single key
 * @param levels how full each limit is
 * @param changedAtRunTime whether they are not the configured ones
 * @param shares how the limit is shared at present, where it is shared adaptively
 * @param events what this instance has allowed and refused, where it is metered
 */
record LimitView(String name, @Nullable Integer keys, List<LevelView> levels, boolean changedAtRunTime,
		RateLimitStatus.@Nullable SharesStatus shares,
		@Nullable Map<String, Long> events) implements OperationResponseBody {

	static LimitView of(String name, @Nullable Integer keys, RateLimitStatus status,
			@Nullable Map<String, Long> events) {
		return new LimitView(name, keys, status.levels().stream().map(LevelView::of).toList(),
				status.changedAtRunTime(), status.shares(), events);
	}

	/**
	 * How full a limit is.
	 *
	 * @param algorithm {@code sliding-window} or {@code token-bucket}
	 * @param limit the permits of a window
	 * @param windowMillis the window
	 * @param mostAtOnce the limit, or a bucket's burst
	 * @param remaining how many permits are left
	 * @param resetMillis when all are there again if nobody asks meanwhile
	 */
	record LevelView(String algorithm, long limit, long windowMillis, long mostAtOnce, long remaining,
			long resetMillis) {

		private static LevelView of(RateLimitStatus.LimitStatus status) {
			RateLimit limit = status.limit();
			return new LevelView(limit instanceof RateLimit.SlidingWindow ? "sliding-window" : "token-bucket",
					limit.limit(), limit.window().toMillis(), limit.mostAtOnce(), status.remaining(),
					status.reset().toMillis());
		}

	}

}
