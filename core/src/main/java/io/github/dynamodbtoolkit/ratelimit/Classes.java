package io.github.dynamodbtoolkit.ratelimit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How much users and background work have taken of a limit that they share, and their
 * shares. Pure. Shares change only together with the whole state, so that all instances
 * agree on them.
 *
 * @param settings how the limit is shared
 * @param shares the shares in force
 * @param user what users have taken, in the windows of the limit
 * @param background what background work has taken, in the windows of the limit
 * @param activity what users have done lately
 * @param newUserRequests user requests that {@code activity} does not know of yet
 */
record Classes(AdaptiveSettings settings, Shares shares, WindowLevel user, WindowLevel background,
		UserActivity activity, long newUserRequests) {

	/**
	 * Where nothing can be read of it. Each class then counts as having taken everything,
	 * and the shares are due.
	 */
	static Classes initial(AdaptiveSettings settings, WindowLevel total) {
		UserActivity nothing = UserActivity.of(settings.activity().monitoringWindow(), Map.of());
		return new Classes(settings, Shares.NONE, total, total, nothing, 0);
	}

	/** Whether the shares are to be worked out again. */
	boolean isDue(long limit, long now, Priority priority) {
		return this.shares.isDue(this.settings, limit, millis(now)) || endsIdleness(priority);
	}

	/** A user has come back, so something is to be kept for users from now on. */
	boolean endsIdleness(Priority priority) {
		return priority == Priority.USER && this.shares.idle() == 1;
	}

	/** The same at a later instant, with the shares that are due then. */
	Classes at(long now, WindowLevel total) {
		Classes slid = new Classes(this.settings, this.shares, this.user.at(now), this.background.at(now),
				this.activity, this.newUserRequests);
		return this.shares.isDue(this.settings, total.limit().limit(), millis(now)) ? slid.recalculated(now, total)
				: slid;
	}

	Classes seenFirstAt(long now) {
		return new Classes(this.settings, this.shares, this.user.seenFirstAt(now), this.background.seenFirstAt(now),
				this.activity, this.newUserRequests);
	}

	/**
	 * Requests that were not entered yet came before the end of the sub-window that they
	 * were counted in.
	 */
	private Classes recalculated(long now, WindowLevel total) {
		return entered(Math.min(now, (total.index() + 1) * total.limit().subWindowNanos() - 1), now).shared(now,
				total.limit().limit());
	}

	Classes entered(long at, long now) {
		if (this.newUserRequests == 0) {
			return this;
		}
		Shares seen = new Shares(this.shares.limit(), this.shares.user(), this.shares.background(), this.shares.at(),
				Math.max(this.shares.lastUserAt(), millis(at)), this.shares.backgroundSeen(), this.shares.idle());
		return new Classes(this.settings, seen, this.user, this.background,
				this.activity.plus(this.newUserRequests, millis(at), millis(now)), 0);
	}

	private Classes shared(long now, long limit) {
		boolean backgroundSeen = this.shares.backgroundSeen() == 1 || this.background.total() > 0;
		Shares fresh = Shares.of(this.settings, limit, this.activity, millis(now), this.shares.lastUserAt(),
				backgroundSeen);
		return new Classes(this.settings, fresh, this.user, this.background, this.activity, this.newUserRequests);
	}

	/** With a request counted as activity, and what it took. */
	Classes plus(Priority priority, long permits, long now) {
		return switch (priority) {
			case NONE -> this;
			case BACKGROUND -> new Classes(this.settings, this.shares, this.user, this.background.plus(permits),
					this.activity, this.newUserRequests);
			case USER -> {
				Classes counted = new Classes(this.settings, this.shares, this.user.plus(permits), this.background,
						this.activity, this.newUserRequests + 1);
				yield this.shares.idle() == 1 ? counted.entered(now, now).shared(now, this.shares.limit()) : counted;
			}
		};
	}

	Classes minus(Priority priority, long permits, long takenIn) {
		return new Classes(this.settings, this.shares,
				priority == Priority.USER ? this.user.minus(permits, takenIn) : this.user,
				priority == Priority.BACKGROUND ? this.background.minus(permits, takenIn) : this.background,
				this.activity, this.newUserRequests);
	}

	/** What a class may take, null if only the limit as a whole holds it. */
	@Nullable WindowLevel levelOf(Priority priority) {
		return switch (priority) {
			case NONE -> null;
			case USER ->
				this.shares.user() > 0 ? this.user.under(this.user.limit().withLimit(this.shares.user())) : null;
			case BACKGROUND -> this.background.under(this.background.limit().withLimit(this.shares.background()));
		};
	}

	/** How long until as many permits of a class fit. */
	long waitNanos(Priority priority, long permits) {
		WindowLevel share = levelOf(priority);
		if (share == null || share.fits(permits)) {
			return 0;
		}
		return permits > share.limit().limit() ? untilDueNanos(share.now()) : share.waitNanos(permits);
	}

	/** When the shares are worked out next. */
	private long untilDueNanos(long now) {
		long interval = this.settings.activity().recalculateEvery().toMillis();
		return Math.max(1, this.shares.at() + interval - millis(now)) * 1_000_000;
	}

	long recentUserRequests() {
		return this.activity.recent(millis(this.user.now())) + this.newUserRequests;
	}

	static long millis(long nanos) {
		return nanos / 1_000_000;
	}

}
