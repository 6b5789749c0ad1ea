package io.github.dynamodbtoolkit.ratelimit;

import java.util.Collection;
import java.util.List;

/**
 * Counts what lies in intervals.
 */
final class Intervals {

	private Intervals() {
	}

	/**
	 * The most events in any interval of a length, end not included. It suffices to look
	 * at those that begin with an event.
	 */
	static int most(Collection<Long> events, long length) {
		List<Long> sorted = events.stream().sorted().toList();
		int most = 0;
		for (int from = 0, to = 0; from < sorted.size(); from++) {
			while (to < sorted.size() && sorted.get(to) - sorted.get(from) < length) {
				to++;
			}
			most = Math.max(most, to - from);
		}
		return most;
	}

}
