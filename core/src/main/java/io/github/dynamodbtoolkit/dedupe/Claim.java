package io.github.dynamodbtoolkit.dedupe;

import org.jspecify.annotations.Nullable;

/**
 * What a caller is to a job after registering for it.
 */
public sealed interface Claim {

	/**
	 * The owner, who has to do the work.
	 *
	 * @param lease to be completed, failed or released
	 */
	record Owned(Lease lease) implements Claim {
	}

	/**
	 * One of those who can wait for another's outcome.
	 *
	 * @param key the job's key
	 * @param fence the run of the job that was joined
	 * @param fingerprint the fingerprint of the caller's payload, null for none
	 */
	record Joined(String key, long fence, @Nullable String fingerprint) implements Claim {
	}

	/**
	 * Late: the job was done, and its outcome is kept.
	 *
	 * @param outcome {@link Outcome.Completed} or {@link Outcome.Withheld}
	 */
	record Finished(Outcome outcome) implements Claim {
	}

}
