package io.github.dynamodbtoolkit.ratelimit;

import java.util.List;

/**
 * Permits that this instance was given together.
 *
 * @param permits how many
 * @param priority for whom
 * @param indices in which sub-window of each limit, 0 for a bucket
 */
record Grant(long permits, Priority priority, List<Long> indices) {

	static Grant of(Snapshot granted, long permits, Priority priority) {
		return new Grant(permits, priority,
				granted.levels()
					.stream()
					.map((level) -> level instanceof WindowLevel window ? window.index() : 0L)
					.toList());
	}

	/** Another number of limits than at the time: then it is of no sub-window. */
	long index(int limit) {
		return limit < this.indices.size() ? this.indices.get(limit) : -1;
	}

	boolean isLike(Grant other) {
		return this.priority == other.priority && this.indices.equals(other.indices);
	}

	Grant withPermits(long other) {
		return new Grant(other, this.priority, this.indices);
	}

}
