package io.github.dynamodbtoolkit.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.dynamodbtoolkit.sample.Shop.Answer;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance that is told to stop while it makes a report that takes longer than it is
 * given.
 */
@Tag("process")
class ShutdownTests {

	/** One second of Spring's and five of the leases'. */
	private static final Duration GRACE = Duration.ofSeconds(6);

	private static final Duration LEASE = Duration.ofSeconds(20);

	@TempDir
	private Path directory;

	@Test
	void endsInTimeAndReleasesItsLease() throws Exception {
		try (Callers callers = new Callers();
				Cluster cluster = Cluster.start(this.directory, 1, ShopProcess.patient(LEASE))) {
			ShopProcess other = cluster.shops().get(0);
			for (int trial = 0; trial < Trials.of(30); trial++) {
				String report = Cluster.years(trial, 1).get(0);
				ShopProcess stopped = cluster.add("--shop.report.delay=60s");
				CompletableFuture<Answer> cutOff = callers.async(() -> stopped.shop().get(report));
				cluster.whoMakesAReport();
				stopped.process().signal("TERM");
				assertThat(stopped.process().ends(GRACE.plusSeconds(2))).as("ended in trial %d", trial).isTrue();
				assertThat(other.shop().get(report).took()).as("without waiting for the lease, trial %d", trial)
					.isLessThan(LEASE.dividedBy(2));
				assertThat(stopped.process().log()).doesNotContain(" ERROR ");
				assertThat(cutOff.handle((answer, failure) -> failure != null || answer.status() >= 500))
					.succeedsWithin(Duration.ofSeconds(5))
					.isEqualTo(true);
				cluster.remove(stopped);
				cluster.resetStats();
			}
		}
	}

}
