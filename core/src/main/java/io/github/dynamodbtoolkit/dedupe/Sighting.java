package io.github.dynamodbtoolkit.dedupe;

import java.util.Objects;

import io.github.dynamodbtoolkit.table.Item;
import org.jspecify.annotations.Nullable;

/**
 * A job's item as it was seen at one moment, and what that means to those who wait.
 */
final class Sighting {

	private final Jobs jobs;

	private final @Nullable Item item;

	private final @Nullable Job job;

	private final long now;

	private @Nullable Outcome outcome;

	Sighting(Jobs jobs, JobKey key, @Nullable Item item) {
		this.jobs = jobs;
		this.item = item;
		this.job = Job.read(item, key.text());
		this.now = jobs.now();
	}

	@Nullable Item item() {
		return this.item;
	}

	@Nullable Job runningJob() {
		return (this.job != null && this.job.isRunning(this.now)) ? this.job : null;
	}

	@Nullable Job keptJob() {
		return (this.job != null && this.job.isKept(this.now)) ? this.job : null;
	}

	/** How the job ended whose outcome is kept. */
	Outcome keptOutcome() {
		return outcome(Objects.requireNonNull(this.item));
	}

	/** Whether the key may be taken. */
	boolean isFree() {
		return runningJob() == null && keptJob() == null;
	}

	/**
	 * How the run ended that a caller waits for, or a later one.
	 * @return null if there is no outcome (yet)
	 */
	@Nullable Outcome outcomeFor(long fence, String fingerprint) {
		if (this.item == null || this.job == null) {
			return null;
		}
		long ended = Job.fence(this.item, Job.OUTCOME_FENCE);
		if (ended >= fence) {
			return Fingerprint.differ(fingerprint, text(this.item, Job.OUTCOME_FINGERPRINT)) ? new Outcome.Mismatched()
					: outcome(this.item);
		}
		return (!isFree() && Fingerprint.differ(fingerprint, this.job.fingerprint())) ? new Outcome.Mismatched() : null;
	}

	private Outcome outcome(Item present) {
		if (this.outcome == null) {
			this.outcome = this.jobs.outcome(present);
		}
		return this.outcome;
	}

	private static String text(Item item, String name) {
		String text = item.string(name);
		return (text != null) ? text : Fingerprint.NONE;
	}

}
