package io.github.dynamodbtoolkit.spring.endpoint;

import java.util.List;

import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.dedupe.RunningJob;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Running jobs, named by their scope; a job without a scope has the empty name. Listing
 * them makes no call of the table.
 */
final class JobsSection implements Section {

	/** As Boot writes what it does not show. */
	private static final String HIDDEN = "******";

	private final DedupeStore store;

	JobsSection(DedupeStore store) {
		this.store = store;
	}

	@Override
	public String name() {
		return "jobs";
	}

	@Override
	public Listing list(Page page, boolean showValues) {
		return page.of(this.store.running(),
				(part) -> part.stream().map((job) -> JobView.of(job, showValues)).toList());
	}

	/** Whether somebody, here or elsewhere, works on a key: one read. */
	@Override
	public @Nullable OperationResponseBody find(Subject subject, boolean showValues) {
		if (subject.key() == null) {
			List<JobView> jobs = this.store.running()
				.stream()
				.filter((job) -> subject.name().equals(scope(job)))
				.map((job) -> JobView.of(job, showValues))
				.toList();
			return jobs.isEmpty() ? null : new ListingView(0, jobs.size(), false, jobs, null);
		}
		return of(subject).isInProgress(subject.key()) ? new JobState(true) : null;
	}

	@Override
	public String missing(Subject subject) {
		return subject.key() != null ? "Nobody works on this key in the scope \"" + subject.name() + "\"."
				: "No job of the scope \"" + subject.name() + "\" runs in this instance.";
	}

	@Override
	public boolean remove(Subject subject) {
		if (subject.key() == null) {
			throw new IllegalArgumentException("key must be given");
		}
		of(subject).clear(subject.key());
		return true;
	}

	private DedupeStore of(Subject subject) {
		return subject.name().isEmpty() ? this.store : this.store.in(subject.name());
	}

	private static String scope(RunningJob job) {
		return job.scope() != null ? job.scope() : "";
	}

	/**
	 * A job that runs in this instance.
	 *
	 * @param name the scope of its key, empty for none
	 * @param key its key, where values are shown
	 * @param fence the number of this ownership
	 * @param runningMillis since it began here
	 * @param waiting how many callers of this instance wait for it
	 */
	record JobView(String name, String key, long fence, long runningMillis, int waiting) {

		private static JobView of(RunningJob job, boolean showValues) {
			return new JobView(scope(job), showValues ? job.key() : HIDDEN, job.fence(), job.runningFor().toMillis(),
					job.waiting());
		}

	}

	/**
	 * A job, wherever it runs.
	 *
	 * @param running always true
	 */
	record JobState(boolean running) implements OperationResponseBody {
	}

}
