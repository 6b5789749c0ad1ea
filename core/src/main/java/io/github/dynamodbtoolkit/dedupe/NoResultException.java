package io.github.dynamodbtoolkit.dedupe;

import io.github.dynamodbtoolkit.table.DurationText;

/**
 * Somebody else is doing the work, or has done it, but its result is not to be had here.
 */
public final class NoResultException extends RuntimeException {

	private final String key;

	private final Reason reason;

	NoResultException(String key, Outcome.NoNews.Reason reason, DedupeSettings settings) {
		super(message(key, switch (reason) {
			case TIMED_OUT -> "whoever does the work is not ready within job-timeout ("
					+ DurationText.of(settings.jobTimeout()) + ")";
			case TOO_MANY_WAITERS -> "max-waiters (" + settings.maxWaiters() + ") callers wait already";
			case INTERRUPTED -> "waiting for whoever does the work was interrupted";
			case CLOSED -> "the store was closed";
		}));
		this.key = key;
		this.reason = Reason.valueOf(reason.name());
	}

	NoResultException(String key, Outcome.Withheld withheld) {
		super(message(key, "the work was done, but of its result " + withheld.reason()));
		this.key = key;
		this.reason = Reason.NOT_STORED;
	}

	private static String message(String key, String detail) {
		return "There is no result for dedupe key '" + key + "': " + detail + ".";
	}

	/**
	 * The key concerned.
	 * @return the key
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * Why there is no result.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/** Why there is no result. */
	public enum Reason {

		/** The work took longer than {@code job-timeout}. */
		TIMED_OUT,

		/** {@code max-waiters} callers wait already. */
		TOO_MANY_WAITERS,

		/** The waiting thread was interrupted; it is still marked so. */
		INTERRUPTED,

		/** The store was closed. */
		CLOSED,

		/** The work was done, but its result could not be stored. */
		NOT_STORED

	}

}
