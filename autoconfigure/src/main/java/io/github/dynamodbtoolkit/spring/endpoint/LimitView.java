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
 * @param changedAtRunTime whether they are not the configured ones, absent if they could
 * not be read
 * @param shares how the limit is shared at present, where it is shared adaptively
 * @param events what this instance has allowed and refused, where it is metered
 */
record LimitView(String name, @Nullable Integer keys, List<LevelView> levels, @Nullable Boolean changedAtRunTime,
		RateLimitStatus.@Nullable SharesStatus shares,
		@Nullable Map<String, Long> events) implements OperationResponseBody {

	static LimitView of(String name, @Nullable Integer keys, RateLimitStatus status,
			@Nullable Map<String, Long> events) {
		return new LimitView(name, keys, status.levels().stream().map(LevelView::of).toList(),
				status.changedAtRunTime(), status.shares(), events);
	}

	/** The limits alone, while the table does not say how full they are. */
	static LimitView unread(String name, @Nullable Integer keys, List<RateLimit> limits,
			@Nullable Map<String, Long> events) {
		return new LimitView(name, keys, limits.stream().map((limit) -> LevelView.of(limit, null, null)).toList(), null,
				null, events);
	}

	/**
	 * How full a limit is.
	 *
	 * @param algorithm {@code sliding-window} or {@code token-bucket}
	 * @param limit the permits of a window
	 * @param windowMillis the window
	 * @param mostAtOnce the limit, or a bucket's burst
	 * @param remaining how many permits are left, absent if that could not be read
	 * @param resetMillis when all are there again if nobody asks meanwhile, absent if
	 * that could not be read
	 */
	record LevelView(String algorithm, long limit, long windowMillis, long mostAtOnce, @Nullable Long remaining,
			@Nullable Long resetMillis) {

		private static LevelView of(RateLimitStatus.LimitStatus status) {
			return of(status.limit(), status.remaining(), status.reset().toMillis());
		}

		private static LevelView of(RateLimit limit, @Nullable Long remaining, @Nullable Long resetMillis) {
			return new LevelView(limit instanceof RateLimit.SlidingWindow ? "sliding-window" : "token-bucket",
					limit.limit(), limit.window().toMillis(), limit.mostAtOnce(), remaining, resetMillis);
		}

	}

}
