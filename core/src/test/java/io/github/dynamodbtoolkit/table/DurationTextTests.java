package io.github.dynamodbtoolkit.table;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that durations stand in messages as in a configuration.
 */
class DurationTextTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s", "PT0.000000001S, 1ns", "PT0.0015S, 1500us", "PT0.25S, 250ms", "PT1.5S, 1500ms", "PT1S, 1s",
			"PT1M30S, 90s", "PT1M, 1m", "PT1H30M, 90m", "PT1H, 1h", "PT36H, 36h", "P1D, 1d", "P3650D, 3650d",
			"PT-5S, -5s", "PT-0.5S, -500ms" })
	void isANumberAndAUnit(Duration duration, String text) {
		assertThat(DurationText.of(duration)).isEqualTo(text);
	}

	@Test
	void hasNoLimit() {
		assertThat(DurationText.of(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))
			.isEqualTo("9223372036854775807999999999ns");
		assertThat(DurationText.of(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo("-9223372036854775808s");
	}

}
