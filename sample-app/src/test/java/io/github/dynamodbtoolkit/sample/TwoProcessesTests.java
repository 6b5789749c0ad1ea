package io.github.dynamodbtoolkit.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.sample.Shop.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A taste of what {@link ManyInstancesTests} shows, in every build.
 */
class TwoProcessesTests {

	@TempDir
	private Path directory;

	@Test
	void makeAReportOnce() throws Exception {
		try (Cluster cluster = Cluster.start(this.directory, 2, ShopProcess.patient(Duration.ofMinutes(2)));
				Callers callers = new Callers()) {
			List<Answer> answers = Callers.all(callers.get(cluster.shops(), 8, "/reports/2024"));
			assertThat(answers).hasSize(16).allMatch((answer) -> answer.status() == 200);
			assertThat(answers).extracting(Answer::body).containsOnly(answers.get(0).body());
			assertThat(cluster.loads("reportLoads")).isOne();
		}
	}

}
