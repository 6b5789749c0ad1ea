package io.github.dynamodbtoolkit.spring.http;

import java.time.Duration;
import java.util.function.Function;

import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import io.github.dynamodbtoolkit.ratelimit.Cooldowns;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * What calls are held to. Whatever is missing, does not hold them.
 *
 * @param dedupe joins equal calls, null for none
 * @param limiter has the limits of resources, null for none
 * @param maxWait how long a call waits for permits of a resource, unless said otherwise
 * @param cooldowns of servers, null for none
 * @param time the source of time of all of them
 * @param metrics where it is counted what happens to calls
 */
public record HttpStores(@Nullable DedupeStore dedupe, @Nullable RateLimiter limiter,
		Function<String, Duration> maxWait, @Nullable Cooldowns cooldowns, TimeSource time, ToolkitMetrics metrics) {
}
