package io.github.dynamodbtoolkit.ratelimit;

import java.util.List;

/**
 * Permits that this instance was given together.
 *
 * @param permits how many
 * @param priority for whom
 * @param marks of each limit: in which sub-window, or when the bucket would be whole
 */
record Grant(long permits, Priority priority, List<Long> marks) {

	static Grant of(Snapshot granted, long permits, Priority priority) {
		return new Grant(permits, priority, granted.levels()
			.stream()
			.map((level) -> level instanceof WindowLevel window ? window.index() : ((BucketLevel) level).wholeAt())
			.toList());
	}

	/** If there were fewer limits at the time, it was of no sub-window. */
	long mark(int limit) {
		return limit < this.marks.size() ? this.marks.get(limit) : -1;
	}

	boolean isLike(Grant other) {
		return this.priority == other.priority && this.marks.equals(other.marks);
	}

	Grant withPermits(long other) {
		return new Grant(other, this.priority, this.marks);
	}

}
