package io.github.dynamodbtoolkit.ratelimit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a write counted permits in an item, so that they can be taken out of there again.
 *
 * @param era what the instance remembered then; another one means that the item may have
 * been reset since
 * @param runTimeLimits the text of the limits set at run time, null for the configured
 * ones
 * @param marks of each limit: in which sub-window, or at what time out of the bucket
 */
record Charge(Object era, @Nullable String runTimeLimits, List<Long> marks) {

	/** Counted by a write that was sent at some time, in the item's time. */
	static Charge of(Object era, Snapshot counted, long sentAt) {
		return new Charge(era, counted.runTimeLimits(),
				counted.levels()
					.stream()
					.map((level) -> level instanceof WindowLevel window ? window.index() : sentAt)
					.toList());
	}

}
