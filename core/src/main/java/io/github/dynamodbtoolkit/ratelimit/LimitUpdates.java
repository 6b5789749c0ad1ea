package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.table.Update;
import org.jspecify.annotations.Nullable;

/**
 * The conditional writes of a resource's item. Each answers the whole item, as it is
 * afterwards or as it stands in the way.
 */
final class LimitUpdates {

	private static final Duration SHORTEST_TTL = Duration.ofDays(1);

	private static final List<String> CLASS_ATTRIBUTES = List.of("shares", "activity", "user", "userPast", "background",
			"backgroundPast", "userNew");

	private final ResourceLimits resource;

	private final LimitItem item;

	LimitUpdates(ResourceLimits resource, LimitItem item) {
		this.resource = resource;
		this.item = item;
	}

	/**
	 * Adds permits to what stands in the item, or begins it: applied if every level has
	 * room, in the sub-window at hand or a later one. Nothing that was added meanwhile is
	 * lost, so it needs no token.
	 * @param bounded whether the permits must fit
	 */
	Update add(Snapshot known, RateLimitRequest request, long permits, boolean bounded, ItemClock.Moment moment,
			String rev) {
		Change change = new Change().set("#rev = :rev").with(":rev", rev);
		expectLimits(change, known);
		keepFor(change, known, moment.wallMillis());
		for (Level level : known.levels()) {
			if (level instanceof WindowLevel window) {
				addToWindow(change, window.at(moment.now()), permits, bounded, moment);
			}
			else {
				addToBucket(change, (BucketLevel) level.at(moment.now()), permits, bounded);
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

	/**
	 * What is counted in a sub-window that this instance's clock is far from having
	 * reached is marked. If the instance does not know yet that it is, it is refused, and
	 * does know then.
	 */
	private void addToWindow(Change change, WindowLevel level, long permits, boolean bounded, ItemClock.Moment moment) {
		String shape = this.item.shape(level.limit());
		String text = "#i@ = if_not_exists(#i@, :i@), #t@ = if_not_exists(#t@, :zero) + :permits, "
				+ "#p@ = if_not_exists(#p@, :none)";
		String begins = "(attribute_not_exists(#i@) AND attribute_not_exists(#t@)) OR ";
		String fits = "(#i@ >= :i@ AND #i@ <= :last@ AND #t@ >= :zero AND #t@ <= :room@)";
		boolean possible = !bounded || permits <= level.limit().limit();
		change.set(text.replace("@", shape))
			.when((possible ? "(" + begins + fits + ")" : fits).replace("@", shape))
			.with(":i" + shape, level.index())
			.with(":last" + shape,
					moment.follows() ? LimitItem.lastIndex(level.limit(), level.now())
							: moment.latestSound() / level.limit().subWindowNanos())
			.with(":room" + shape, bounded ? level.limit().limit() - permits : Long.MAX_VALUE / 4)
			.with(":zero", 0)
			.with(":none", Map.of());
		if (moment.follows()) {
			change.set("#f@ = if_not_exists(#i@, :i@)".replace("@", shape));
		}
	}

	/**
	 * There is no greater-of and no less-of in an update expression. So a bucket that is
	 * known to be whole is written anew, one that cannot hold what was done is emptied,
	 * and any other is moved on.
	 */
	private void addToBucket(Change change, BucketLevel level, long permits, boolean bounded) {
		String name = "b" + this.item.shape(level.limit());
		long cost = (bounded ? permits : Math.min(permits, level.limit().burst())) * level.limit().intervalNanos();
		long empty = level.now() + level.capacityNanos();
		if (level.isWhole() && (!bounded || permits <= level.limit().mostAtOnce())) {
			change.set("#@ = :new@".replace("@", name))
				.when("(attribute_not_exists(#@) OR (#@ >= :zero AND #@ <= :now@))".replace("@", name))
				.with(":new" + name, level.now() + cost)
				.with(":zero", 0)
				.with(":now" + name, level.now());
		}
		else if (bounded || level.fits(permits)) {
			change.set("#@ = #@ + :cost@".replace("@", name))
				.when("#@ > :now@ AND #@ <= :full@".replace("@", name))
				.with(":cost" + name, cost)
				.with(":full" + name, empty - cost)
				.with(":now" + name, level.now());
		}
		else {
			change.set("#@ = :empty@".replace("@", name))
				.when("#@ > :full@ AND #@ <= :empty@".replace("@", name))
				.with(":full" + name, empty - cost)
				.with(":empty" + name, empty);
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
	Update replace(Snapshot seen, Snapshot next, ItemClock.Moment moment, String rev) {
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
		keepFor(change, next, moment.wallMillis());
		for (Level level : next.levels()) {
			write(change, level);
			if (level instanceof WindowLevel window) {
				mark(change, window, moment.follows() ? window.index() : window.followed());
			}
		}
		if (next.classes() != null) {
			write(change, next.classes());
		}
		return change.build();
	}

	private void write(Change change, Level level) {
		String shape = this.item.shape(level.limit());
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

	private void mark(Change change, WindowLevel level, long followed) {
		String name = "f" + this.item.shape(level.limit());
		if (followed == WindowLevel.NEVER) {
			change.remove("#" + name);
		}
		else {
			change.set("#@ = :@".replace("@", name)).with(":" + name, followed);
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
			String shape = this.item.shape(level.limit());
			change.remove((level instanceof WindowLevel ? "#i@, #t@, #p@, #f@" : "#b@").replace("@", shape));
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
			return this.item.empty(limit, now);
		}
		for (Level level : seen.levels()) {
			if (limit.getClass() == level.limit().getClass() && limit.window().equals(level.limit().window())) {
				return level.at(now).under(limit);
			}
		}
		return this.item.empty(limit, now);
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

}
