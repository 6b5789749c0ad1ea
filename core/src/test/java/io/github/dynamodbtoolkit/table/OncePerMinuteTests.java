package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OncePerMinuteTests {

	private final MutableTimeSource time = new MutableTimeSource();

	private final OncePerMinute warnings = new OncePerMinute(this.time);

	@Test
	void eachSubjectIsDueOnceAMinute() {
		assertThat(this.warnings.isDue("a")).isTrue();
		assertThat(this.warnings.isDue("b")).isTrue();
		this.time.advance(Duration.ofSeconds(59));
		assertThat(this.warnings.isDue("a")).isFalse();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.warnings.isDue("a")).isTrue();
		assertThat(this.warnings.isDue("a")).isFalse();
	}

	@Test
	void oneOfManyThreadsGetsTheTurn() throws Exception {
		for (int round = 0; round < 3; round++) {
			List<Boolean> turns = Race.run(16, () -> this.warnings.isDue("a"));
			assertThat(turns).containsOnlyOnce(true);
			this.time.advance(Duration.ofMinutes(1));
		}
	}

}
