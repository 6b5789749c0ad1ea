package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.ratelimit.RateLimit.SlidingWindow;
import io.github.dynamodbtoolkit.ratelimit.RateLimit.TokenBucket;
import org.jspecify.annotations.Nullable;

/**
 * Limits as they stand in an item when they were changed at run time, such as
 * {@code sliding-window 100 60000 10; token-bucket 10 1000 20}: limit, window in
 * milliseconds, and sub-windows or burst.
 */
final class LimitTexts {

	private static final String WINDOW = "sliding-window";

	private static final String BUCKET = "token-bucket";

	private LimitTexts() {
	}

	static String write(List<RateLimit> limits) {
		return limits.stream().map(LimitTexts::write).collect(Collectors.joining("; "));
	}

	private static String write(RateLimit limit) {
		String numbers = " " + limit.limit() + " " + limit.window().toMillis() + " ";
		return limit instanceof SlidingWindow window ? WINDOW + numbers + window.subWindows()
				: BUCKET + numbers + ((TokenBucket) limit).burst();
	}

	/** Null if it is not the text of limits that may replace those of the resource. */
	static @Nullable List<RateLimit> read(String text, ResourceLimits configured) {
		try {
			List<RateLimit> limits = new ArrayList<>();
			for (String part : text.split("; ", -1)) {
				limits.add(readOne(part.split(" ", -1)));
			}
			configured.requireReplacement(limits);
			return limits;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static RateLimit readOne(String[] words) {
		if (words.length != 4) {
			throw new IllegalArgumentException("not a limit");
		}
		long limit = Long.parseLong(words[1]);
		Duration window = Duration.ofMillis(Long.parseLong(words[2]));
		return switch (words[0]) {
			case WINDOW -> new SlidingWindow(limit, window, Integer.parseInt(words[3]));
			case BUCKET -> new TokenBucket(limit, window, Long.parseLong(words[3]));
			default -> throw new IllegalArgumentException("not a limit");
		};
	}

}
