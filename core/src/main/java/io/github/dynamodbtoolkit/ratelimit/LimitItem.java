package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.Update;
import org.jspecify.annotations.Nullable;

/**
 * The item of a resource, read and written. Its attributes:
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

	private static final Duration SHORTEST_TTL = Duration.ofDays(1);

	private static final List<String> CLASS_ATTRIBUTES = List.of("shares", "activity", "user", "userPast", "background",
			"backgroundPast", "userNew");

	private final ResourceLimits resource;

	LimitItem(ResourceLimits resource) {
		this.resource = resource;
	}

	/** What an item says; null stands for no item. */
	Snapshot read(@Nullable Item item, long now) {
		if (item == null) {
			List<Level> levels = this.resource.limits().stream().map((limit) -> empty(limit, now)).toList();
			return new Snapshot(false, null, null, levels, initialClasses(levels), false, 0);
		}
		String text = item.string(RUN_TIME_LIMITS);
		List<RateLimit> changed = text != null ? LimitTexts.read(text, this.resource) : null;
		List<Level> levels = new ArrayList<>();
		boolean spoilt = item.has(RUN_TIME_LIMITS) && changed == null;
		long provenTime = 0;
		for (RateLimit limit : changed != null ? changed : this.resource.limits()) {
			boolean there = isIn(item, limit);
			Level level = there ? read(item, limit) : empty(limit, now);
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

	private Level empty(RateLimit limit, long now) {
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
	private @Nullable Level read(Item item, RateLimit limit) {
		return limit instanceof RateLimit.SlidingWindow window ? readWindow(item, window)
				: readBucket(item, (RateLimit.TokenBucket) limit);
	}

	private @Nullable WindowLevel readWindow(Item item, RateLimit.SlidingWindow limit) {
		String shape = shape(limit);
		Long index = item.number("i" + shape);
		Long total = item.number("t" + shape);
		if (index == null || total == null || index < 0 || index > lastIndex(limit) || total < 0
				|| total > Long.MAX_VALUE / 4) {
			return null;
		}
		return window(limit, index, total, item.numbers("p" + shape));
	}

	private WindowLevel window(RateLimit.SlidingWindow limit, long index, long total,
			@Nullable Map<String, Long> past) {
		return new WindowLevel(limit, kept(limit), index * limit.subWindowNanos(), index, total,
				soundPast(past, index, kept(limit), total));
	}

	private @Nullable BucketLevel readBucket(Item item, RateLimit.TokenBucket limit) {
		Long wholeAt = item.number("b" + shape(limit));
		return wholeAt != null && wholeAt >= 0 && wholeAt <= Level.END_OF_TIME
				? new BucketLevel(limit, Math.max(0, wholeAt - limit.burst() * limit.intervalNanos()), wholeAt) : null;
	}

	/**
	 * The permits of past sub-windows; none if they are not ours, so that all of the
	 * total counts as taken just now.
	 */
	private static Map<Long, Long> soundPast(@Nullable Map<String, Long> past, long index, int kept, long total) {
		Map<Long, Long> counts = past != null ? byNumber(past) : null;
		if (counts == null) {
			return Map.of();
		}
		boolean sound = counts.entrySet()
			.stream()
			.allMatch((entry) -> entry.getKey() < index && entry.getKey() >= index - kept && entry.getValue() >= 0
					&& entry.getValue() <= total);
		return sound && WindowLevel.sum(counts) <= total ? counts : Map.of();
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
				window(total.limit(), total.index(), orZero(user), item.numbers("userPast")),
				window(total.limit(), total.index(), orZero(background), item.numbers("backgroundPast")),
				UserActivity.of(adaptive.activity().monitoringWindow(), counts), orZero(userNew));
	}

	private static boolean isCount(@Nullable Long number) {
		return number != null && number >= 0 && number <= Long.MAX_VALUE / 4;
	}

	private static long orZero(@Nullable Long number) {
		return number != null ? number : 0;
	}

	/**
	 * Adds permits to what stands in the item, or begins it: applied if every level has
	 * room, in the sub-window at hand or a later one. Nothing that was added meanwhile is
	 * lost, so it needs no token.
	 * @param bounded whether the permits must fit
	 */
	Update add(Snapshot known, RateLimitRequest request, long permits, long now, String rev, boolean bounded,
			long wallMillis) {
		Change change = new Change().set("#rev = :rev").with(":rev", rev);
		expectLimits(change, known);
		keepFor(change, known, wallMillis);
		for (Level level : known.levels()) {
			if (level instanceof WindowLevel window) {
				addToWindow(change, window.at(now), permits, bounded);
			}
			else {
				addToBucket(change, (BucketLevel) level.at(now), permits);
			}
		}
		if (known.levels().stream().anyMatch(WindowLevel.class::isInstance)) {
			change.with(":permits", permits);
		}
		if (known.classes() != null) {
			addToClass(change, known.classes(), request.priority(), permits, bounded);
		}
		return change.build();
	}

	private void addToWindow(Change change, WindowLevel level, long permits, boolean bounded) {
		String shape = shape(level.limit());
		String text = "#i@ = if_not_exists(#i@, :i@), #t@ = if_not_exists(#t@, :zero) + :permits, "
				+ "#p@ = if_not_exists(#p@, :none)";
		String begins = "(attribute_not_exists(#i@) AND attribute_not_exists(#t@)) OR ";
		String fits = "(#i@ >= :i@ AND #i@ <= :last@ AND #t@ >= :zero AND #t@ <= :room@)";
		boolean possible = !bounded || permits <= level.limit().limit();
		change.set(text.replace("@", shape))
			.when((possible ? "(" + begins + fits + ")" : fits).replace("@", shape))
			.with(":i" + shape, level.index())
			.with(":last" + shape, lastIndex(level.limit()))
			.with(":room" + shape, bounded ? level.limit().limit() - permits : Long.MAX_VALUE / 4)
			.with(":zero", 0)
			.with(":none", Map.of());
	}

	/**
	 * There is no greater-of in an update expression, so a bucket that is known to be
	 * whole is written anew, and any other is moved on.
	 */
	private void addToBucket(Change change, BucketLevel level, long permits) {
		String name = "b" + shape(level.limit());
		long cost = permits * level.limit().intervalNanos();
		if (level.isWhole() && permits <= level.limit().mostAtOnce()) {
			change.set("#@ = :new@".replace("@", name))
				.when("(attribute_not_exists(#@) OR (#@ >= :zero AND #@ <= :now@))".replace("@", name))
				.with(":new" + name, level.now() + cost)
				.with(":zero", 0)
				.with(":now" + name, level.now());
		}
		else {
			change.set("#@ = #@ + :cost@".replace("@", name))
				.when("#@ > :now@ AND #@ <= :full@".replace("@", name))
				.with(":cost" + name, cost)
				.with(":full" + name, level.now() + level.capacityNanos() - cost)
				.with(":now" + name, level.now());
		}
	}

	private void addToClass(Change change, Classes classes, Priority priority, long permits, boolean bounded) {
		change.when("#shares = :shares").with(":shares", classes.shares().toNumbers());
		if (priority == Priority.NONE) {
			return;
		}
		WindowLevel share = classes.levelOf(priority);
		String name = priority == Priority.USER ? "user" : "background";
		change.set("#@ = #@ + :permits".replace("@", name))
			.when("#@ >= :zero AND #@ <= :classRoom".replace("@", name))
			.with(":classRoom", bounded && share != null ? share.limit().limit() - permits : Long.MAX_VALUE / 4);
		if (priority == Priority.USER) {
			change.set("#userNew = #userNew + :one").when("attribute_type(#userNew, :number)").with(":one", 1);
			change.with(":number", "N");
		}
	}

	private static void expectLimits(Change change, Snapshot known) {
		if (known.runTimeLimits() != null) {
			change.when("#limits = :limits").with(":limits", known.runTimeLimits());
		}
		else {
			change.when("attribute_not_exists(#limits)");
		}
	}

	/**
	 * Writes the whole state, if the item is still the one that it was worked out from:
	 * not the number of the sub-window decides, but the token of the last write, so that
	 * a permit added in between is not lost.
	 * @param seen the item as it was seen
	 * @param next what is to stand there
	 */
	Update replace(Snapshot seen, Snapshot next, String rev, long wallMillis) {
		Change change = new Change().set("#rev = :rev").with(":rev", rev);
		if (!seen.present()) {
			change.when("attribute_not_exists(#pk)");
		}
		else if (seen.rev() != null) {
			change.when("#rev = :seen").with(":seen", seen.rev());
		}
		else {
			change.when("attribute_exists(#pk) AND NOT attribute_type(#rev, :string)").with(":string", "S");
		}
		if (next.runTimeLimits() != null) {
			change.set("#limits = :limits").with(":limits", next.runTimeLimits()).remove("#ttl");
		}
		else if (seen.present()) {
			change.remove("#limits");
		}
		keepFor(change, next, wallMillis);
		next.levels().forEach((level) -> write(change, level));
		if (next.classes() != null) {
			write(change, next.classes());
		}
		return change.build();
	}

	private void write(Change change, Level level) {
		String shape = shape(level.limit());
		if (level instanceof WindowLevel window) {
			change.set("#i@ = :i@, #t@ = :t@, #p@ = :p@".replace("@", shape))
				.with(":i" + shape, window.index())
				.with(":t" + shape, window.total())
				.with(":p" + shape, byText(window.past()));
		}
		else {
			change.set("#b@ = :b@".replace("@", shape)).with(":b" + shape, ((BucketLevel) level).wholeAt());
		}
	}

	private static void write(Change change, Classes classes) {
		CLASS_ATTRIBUTES.forEach((name) -> change.set("#@ = :@".replace("@", name)));
		change.with(":shares", classes.shares().toNumbers())
			.with(":activity", byText(classes.activity().counts()))
			.with(":user", classes.user().total())
			.with(":userPast", byText(classes.user().past()))
			.with(":background", classes.background().total())
			.with(":backgroundPast", byText(classes.background().past()))
			.with(":userNew", classes.newUserRequests());
	}

	private static Map<String, Long> byText(Map<Long, Long> numbers) {
		Map<String, Long> texts = new HashMap<>();
		numbers.forEach((number, count) -> texts.put(Long.toString(number), count));
		return texts;
	}

	/** Forgets what was counted, and leaves limits that were changed at run time. */
	Update reset(Snapshot seen, String rev) {
		Change change = new Change().set("#rev = :rev").with(":rev", rev);
		for (Level level : seen.levels()) {
			String shape = shape(level.limit());
			change.remove((level instanceof WindowLevel ? "#i@, #t@, #p@" : "#b@").replace("@", shape));
		}
		if (seen.classes() != null) {
			CLASS_ATTRIBUTES.forEach((name) -> change.remove("#" + name));
		}
		return change.build();
	}

	/**
	 * Sets limits that hold in place of the configured ones, whoever writes meanwhile.
	 * Windows keep their counts, whatever the limit; buckets get what was left in them.
	 * @param seen the item as it was seen
	 * @param limits the limits, null for the configured ones again
	 */
	Update changeLimits(Snapshot seen, @Nullable List<RateLimit> limits, long now, String rev, long wallMillis) {
		List<Level> levels = (limits != null ? limits : this.resource.limits()).stream()
			.map((limit) -> converted(seen, limit, now))
			.toList();
		Change change = new Change().set("#rev = :rev").with(":rev", rev);
		levels.stream().filter(BucketLevel.class::isInstance).forEach((bucket) -> write(change, bucket));
		if (limits != null) {
			return change.set("#limits = :limits").with(":limits", LimitTexts.write(limits)).remove("#ttl").build();
		}
		keepFor(change, new Snapshot(true, null, null, levels, null, false, 0), wallMillis);
		return change.remove("#limits").build();
	}

	private Level converted(Snapshot seen, RateLimit limit, long now) {
		if (limit instanceof RateLimit.SlidingWindow) {
			return empty(limit, now);
		}
		for (Level level : seen.levels()) {
			if (limit.getClass() == level.limit().getClass() && limit.window().equals(level.limit().window())) {
				return level.at(now).under(limit);
			}
		}
		return empty(limit, now);
	}

	/** Two windows at least, so that nothing is deleted that still counts. */
	private static void keepFor(Change change, Snapshot snapshot, long wallMillis) {
		if (snapshot.runTimeLimits() != null) {
			return;
		}
		long longest = snapshot.levels()
			.stream()
			.mapToLong((level) -> Math.max(level.limit().window().toMillis(), level.resetNanos() / 1_000_000))
			.max()
			.orElse(0);
		long kept = Math.max(SHORTEST_TTL.toMillis(), 2 * longest);
		change.set("#ttl = :ttl").with(":ttl", (wallMillis + kept) / 1000);
	}

	private static long lastIndex(RateLimit.SlidingWindow limit) {
		return Level.END_OF_TIME / limit.subWindowNanos();
	}

	private String shape(RateLimit limit) {
		String window = Long.toString(limit.window().toMillis());
		if (limit instanceof RateLimit.SlidingWindow sliding) {
			return window + "x" + sliding.subWindows() + (isLeased() ? "l" : "");
		}
		return window + "x" + limit.limit() + "x" + ((RateLimit.TokenBucket) limit).burst();
	}

}
