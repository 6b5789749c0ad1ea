package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;

/**
 * A limiter's answer. Of several limits it tells about the one that is nearest to its
 * end.
 *
 * @param allowed whether the permits were given
 * @param limit the limit in force
 * @param remaining how many permits are left, as far as this instance knows
 * @param reset when the whole limit is there again if nobody asks meanwhile; zero if it
 * is
 * @param retryAfter if refused, when as many permits will be there if nobody else takes
 * them; zero if allowed
 */
public record RateLimitDecision(boolean allowed, long limit, long remaining, Duration reset, Duration retryAfter) {

}
