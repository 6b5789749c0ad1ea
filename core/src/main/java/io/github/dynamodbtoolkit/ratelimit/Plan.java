package io.github.dynamodbtoolkit.ratelimit;

/**
 * What to write for a decision, by what is known of the item. Pure.
 *
 * @param known the item as it was last seen
 * @param moment when it is written
 * @param current the item as it is then, if nobody has written since
 * @param request what is asked
 * @param permits how many to take
 */
record Plan(Snapshot known, ItemClock.Moment moment, Snapshot current, RateLimitRequest request, long permits) {

	static Plan of(Snapshot known, RateLimitRequest request, long wanted, ItemClock.Moment moment) {
		Snapshot current = known.at(moment.now());
		return new Plan(known, moment, current, request, affordable(current, request, wanted));
	}

	/** As much of what is wanted as there seems to be, but at least what was asked. */
	private static long affordable(Snapshot current, RateLimitRequest request, long wanted) {
		long room = current.levels().stream().mapToLong(Level::remaining).min().orElse(0);
		return Math.max(request.permits(), Math.min(wanted, room));
	}

	boolean fits() {
		return this.current.fits(this.request, this.permits);
	}

	/**
	 * Whether the whole state is to be written. If the permits do not seem to fit, adding
	 * them asks for the item as it is; shares that are due and what is spoilt are written
	 * all the same.
	 */
	boolean replaces() {
		return this.known.isOutdated(this.moment.now(), this.request.priority())
				&& (fits() || this.known.spoilt() || this.known.classes() != null);
	}

	/** What then stands in the item. */
	Snapshot next() {
		return fits() ? this.current.plus(this.request, this.permits) : this.current.afterRefusal(this.request);
	}

}
