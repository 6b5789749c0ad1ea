package io.github.dynamodbtoolkit.ratelimit;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A resource's item as it was seen at some instant, and what follows from it at a later
 * one. Pure.
 *
 * @param present whether there was an item
 * @param rev its write token, null if it had none
 * @param runTimeLimits the text of the limits set at run time, null for the configured
 * ones
 * @param levels how full the limits in force are
 * @param classes how the only one of them is shared, null if it is not
 * @param spoilt whether part of the item was not of our making; the levels are then full
 * instead
 * @param provenTime the latest time that any of the item's writers must have seen, 0 if
 * it tells nothing
 */
record Snapshot(boolean present, @Nullable String rev, @Nullable String runTimeLimits, List<Level> levels,
		@Nullable Classes classes, boolean spoilt, long provenTime) {

	Snapshot at(long now) {
		List<Level> later = this.levels.stream().map((level) -> level.at(now)).toList();
		return with(later, this.classes != null ? this.classes.at(now, (WindowLevel) this.levels.get(0)) : null);
	}

	/** As it is for whoever sees it for the first time at some instant. */
	Snapshot seenFirstAt(long now) {
		List<Level> seen = this.levels.stream()
			.map((level) -> level instanceof WindowLevel window ? window.seenFirstAt(now) : level)
			.toList();
		return with(seen, this.classes != null ? this.classes.seenFirstAt(now) : null);
	}

	/**
	 * Whether the item must be replaced as a whole: a sub-window has begun, shares are
	 * due, or it is spoilt. Else permits can just be added to it.
	 */
	boolean isOutdated(long now, Priority priority) {
		boolean moved = this.levels.stream()
			.anyMatch((level) -> level instanceof WindowLevel window && window.at(now).index() > window.index());
		return this.spoilt || moved || isSharingDue(now, priority);
	}

	private boolean isSharingDue(long now, Priority priority) {
		return this.classes != null && this.classes.isDue(this.levels.get(0).limit().limit(), now, priority);
	}

	/**
	 * Whether this was there before another state of the same item, as far as both came
	 * about by adding: answers may arrive in another order than writes.
	 */
	boolean isBehind(Snapshot other) {
		Level first = this.levels.get(0);
		Level otherFirst = other.levels.get(0);
		return first.limit().equals(otherFirst.limit()) && first.isBehind(otherFirst);
	}

	boolean fits(RateLimitRequest request, long permits) {
		return levelsFor(request.priority()).stream().allMatch((level) -> level.fits(permits));
	}

	/** All levels that hold a request of this priority. */
	List<Level> levelsFor(Priority priority) {
		WindowLevel share = this.classes != null ? this.classes.levelOf(priority) : null;
		if (share == null) {
			return this.levels;
		}
		List<Level> all = new ArrayList<>(this.levels);
		all.add(share);
		return all;
	}

	long waitNanos(RateLimitRequest request, long permits) {
		long wait = this.levels.stream().mapToLong((level) -> level.waitNanos(permits)).max().orElse(0);
		return this.classes != null ? Math.max(wait, this.classes.waitNanos(request.priority(), permits)) : wait;
	}

	Snapshot plus(RateLimitRequest request, long permits) {
		List<Level> more = this.levels.stream().map((level) -> level.plus(permits)).toList();
		return with(more, this.classes != null ? this.classes.plus(request.priority(), permits, now()) : null);
	}

	/**
	 * A user who was refused ends the idle time all the same, so that he gets a share.
	 */
	Snapshot afterRefusal(RateLimitRequest request) {
		return this.classes != null && this.classes.endsIdleness(request.priority())
				? with(this.levels, this.classes.plus(Priority.USER, 0, now())) : this;
	}

	/** Without permits that were counted before, under the same limits. */
	Snapshot minus(RateLimitRequest request, List<Long> marks) {
		long permits = request.permits();
		List<Level> less = new ArrayList<>();
		for (int i = 0; i < this.levels.size(); i++) {
			Level level = this.levels.get(i);
			less.add(level instanceof WindowLevel window ? window.minus(permits, marks.get(i))
					: ((BucketLevel) level).minus(permits, marks.get(i)));
		}
		return with(less, this.classes != null ? this.classes.minus(request.priority(), permits, marks.get(0)) : null);
	}

	private Snapshot with(List<Level> otherLevels, @Nullable Classes otherClasses) {
		return new Snapshot(this.present, this.rev, this.runTimeLimits, otherLevels, otherClasses, this.spoilt,
				this.provenTime);
	}

	private long now() {
		return ((WindowLevel) this.levels.get(0)).now();
	}

	/** The level that is nearest to its end. */
	Level strictest(Priority priority) {
		return Decisions.strictest(levelsFor(priority));
	}

}
