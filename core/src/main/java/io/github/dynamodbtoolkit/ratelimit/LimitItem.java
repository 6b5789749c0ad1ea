package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.table.Item;
import org.jspecify.annotations.Nullable;

/**
 * The item of a resource, and how it is read; {@link LimitUpdates} writes it. Its
 * attributes:
 * <table>
 * <caption>Attributes</caption>
 * <tr>
 * <td>{@code i<window>x<n>} (N)</td>
 * <td>of a sliding window of so many milliseconds and sub-windows: the number of the
 * current sub-window since the epoch</td>
 * </tr>
 * <tr>
 * <td>{@code t<window>x<n>} (N)</td>
 * <td>its permits in the current sub-window and those before it that count</td>
 * </tr>
 * <tr>
 * <td>{@code p<window>x<n>} (M)</td>
 * <td>the permits of those before it, by number</td>
 * </tr>
 * <tr>
 * <td>{@code f<window>x<n>} (N)</td>
 * <td>the number of the last sub-window in which an instance counted that goes by the
 * item's time; only while that matters</td>
 * </tr>
 * <tr>
 * <td>{@code b<window>x<limit>x<burst>} (N)</td>
 * <td>of a token bucket: when it is whole, in nanoseconds since the epoch</td>
 * </tr>
 * <tr>
 * <td>{@code limits} (S)</td>
 * <td>the limits, if they were changed at run time</td>
 * </tr>
 * <tr>
 * <td>{@code shares}, {@code activity}, {@code userPast}, {@code backgroundPast} (M),
 * {@code user}, {@code background}, {@code userNew} (N)</td>
 * <td>of an adaptive limit: the shares, user requests by time, what each class has taken
 * as in {@code t} and {@code p}, and user requests that {@code activity} does not hold
 * yet</td>
 * </tr>
 * <tr>
 * <td>{@code rev} (S), {@code ttl} (N)</td>
 * <td>the token of the last write; a day or two windows after it, none while
 * {@code limits} is there</td>
 * </tr>
 * </table>
 * The name of an attribute says what shapes its value, so that instances with other
 * settings, as during a deployment, never take one for another. A leased window ends in
 * {@code l}. Where an attribute is not of our making the level counts as full, and the
 * next write mends it.
 */
final class LimitItem {

	static final String RUN_TIME_LIMITS = "limits";

	private static final Duration FURTHEST_AHEAD = Duration.ofDays(36_500);

	private final ResourceLimits resource;

	LimitItem(ResourceLimits resource) {
		this.resource = resource;
	}

	/** What an item says; null stands for no item. */
	Snapshot read(@Nullable Item item, long now) {
		if (item == null) {
			return empty(this.resource.limits(), now);
		}
		String text = item.string(RUN_TIME_LIMITS);
		List<RateLimit> changed = text != null ? LimitTexts.read(text, this.resource) : null;
		List<Level> levels = new ArrayList<>();
		boolean spoilt = item.has(RUN_TIME_LIMITS) && changed == null;
		long provenTime = 0;
		for (RateLimit limit : changed != null ? changed : this.resource.limits()) {
			boolean there = isIn(item, limit);
			Level level = there ? read(item, limit, now) : empty(limit, now);
			spoilt |= level == null;
			provenTime = there && level != null ? Math.max(provenTime, level.provenTime()) : provenTime;
			levels.add(level != null ? level : empty(limit, now).full());
		}
		Classes classes = readClasses(item, levels);
		return new Snapshot(true, item.string(Item.REV), changed != null ? text : null, levels,
				classes != null ? classes : initialClasses(levels), spoilt, provenTime);
	}

	private boolean isIn(Item item, RateLimit limit) {
		String shape = shape(limit);
		return limit instanceof RateLimit.SlidingWindow ? item.has("i" + shape) || item.has("t" + shape)
				: item.has("b" + shape);
	}

	/** As if there were no item, under other limits. */
	Snapshot empty(List<RateLimit> limits, long now) {
		List<Level> levels = limits.stream().map((limit) -> empty(limit, now)).toList();
		return new Snapshot(false, null, null, levels, initialClasses(levels), false, 0);
	}

	Level empty(RateLimit limit, long now) {
		return limit instanceof RateLimit.SlidingWindow window ? WindowLevel.empty(window, kept(window), now)
				: BucketLevel.empty((RateLimit.TokenBucket) limit, now);
	}

	private int kept(RateLimit.SlidingWindow window) {
		return isLeased() ? window.subWindows() + 1 : window.subWindows();
	}

	private boolean isLeased() {
		return this.resource.lease() > 1;
	}

	/** Null if it is spoilt. */
	private @Nullable Level read(Item item, RateLimit limit, long now) {
		return limit instanceof RateLimit.SlidingWindow window ? readWindow(item, window, now)
				: readBucket(item, (RateLimit.TokenBucket) limit, now);
	}

	private @Nullable WindowLevel readWindow(Item item, RateLimit.SlidingWindow limit, long now) {
		String shape = shape(limit);
		Long index = item.number("i" + shape);
		Long total = item.number("t" + shape);
		if (index == null || total == null || index < 0 || index > lastIndex(limit, now) || total < 0
				|| total > Long.MAX_VALUE / 4) {
			return null;
		}
		return window(limit, index, total, item.numbers("p" + shape), followed(item, shape, index));
	}

	/** If it is not ours, the current sub-window. */
	private static long followed(Item item, String shape, long index) {
		if (!item.has("f" + shape)) {
			return WindowLevel.NEVER;
		}
		Long followed = item.number("f" + shape);
		return followed != null && followed >= 0 && followed <= index ? followed : index;
	}

	private WindowLevel window(RateLimit.SlidingWindow limit, long index, long total, @Nullable Map<String, Long> past,
			long followed) {
		WindowLevel allCurrent = new WindowLevel(limit, kept(limit), index * limit.subWindowNanos(), index, total,
				Map.of(), followed);
		Map<Long, Long> counts = past != null ? byNumber(past) : null;
		return counts != null && isSound(counts, allCurrent)
				? new WindowLevel(limit, allCurrent.kept(), allCurrent.now(), index, total, counts, followed)
				: allCurrent;
	}

	private @Nullable BucketLevel readBucket(Item item, RateLimit.TokenBucket limit, long now) {
		Long wholeAt = item.number("b" + shape(limit));
		if (wholeAt == null || wholeAt < 0) {
			return null;
		}
		long provenTime = wholeAt - limit.burst() * limit.intervalNanos();
		return provenTime <= latest(now) ? new BucketLevel(limit, Math.max(0, provenTime), wholeAt) : null;
	}

	/**
	 * Whether permits of past sub-windows are ours; if not, all of the total counts as
	 * taken just now.
	 */
	private static boolean isSound(Map<Long, Long> past, WindowLevel level) {
		return past.entrySet()
			.stream()
			.allMatch((entry) -> level.counts(entry.getKey()) && entry.getValue() >= 0
					&& entry.getValue() <= level.total())
				&& WindowLevel.sum(past) <= level.total();
	}

	private static @Nullable Map<Long, Long> byNumber(Map<String, Long> texts) {
		Map<Long, Long> numbers = new HashMap<>();
		for (Map.Entry<String, Long> entry : texts.entrySet()) {
			try {
				numbers.put(Long.valueOf(entry.getKey()), entry.getValue());
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}
		return numbers;
	}

	private @Nullable Classes initialClasses(List<Level> levels) {
		return this.resource.adaptive() != null ? Classes.initial(this.resource.adaptive(), (WindowLevel) levels.get(0))
				: null;
	}

	private @Nullable Classes readClasses(Item item, List<Level> levels) {
		AdaptiveSettings adaptive = this.resource.adaptive();
		Shares shares = adaptive != null ? Shares.read(item.numbers("shares")) : null;
		Long user = item.number("user");
		Long background = item.number("background");
		Long userNew = item.number("userNew");
		Map<String, Long> activity = item.numbers("activity");
		Map<Long, Long> counts = activity != null ? byNumber(activity) : null;
		if (adaptive == null || shares == null || counts == null || !isCount(user) || !isCount(background)
				|| !isCount(userNew) || !counts.values().stream().allMatch(LimitItem::isCount)) {
			return null;
		}
		WindowLevel total = (WindowLevel) levels.get(0);
		return new Classes(adaptive, shares,
				window(total.limit(), total.index(), orZero(user), item.numbers("userPast"), total.followed()),
				window(total.limit(), total.index(), orZero(background), item.numbers("backgroundPast"),
						total.followed()),
				UserActivity.of(adaptive.activity().monitoringWindow(), counts), orZero(userNew));
	}

	private static boolean isCount(@Nullable Long number) {
		return number != null && number >= 0 && number <= Long.MAX_VALUE / 4;
	}

	private static long orZero(@Nullable Long number) {
		return number != null ? number : 0;
	}

	/** The last sub-window that is not garbage. */
	static long lastIndex(RateLimit.SlidingWindow limit, long now) {
		return latest(now) / limit.subWindowNanos();
	}

	/** Whatever is further ahead was not written by any clock. */
	private static long latest(long now) {
		return Math.min(now + FURTHEST_AHEAD.toNanos(), Level.END_OF_TIME);
	}

	String shape(RateLimit limit) {
		String window = Long.toString(limit.window().toMillis());
		if (limit instanceof RateLimit.SlidingWindow sliding) {
			return window + "x" + sliding.subWindows() + (isLeased() ? "l" : "");
		}
		return window + "x" + limit.limit() + "x" + ((RateLimit.TokenBucket) limit).burst();
	}

}
