package io.github.dynamodbtoolkit.value;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ValueLimitsTests {

	@Test
	void theDefaultsAreAKilobyteAndFiveMegabytes() {
		assertThat(ValueLimits.defaults()).isEqualTo(new ValueLimits(1024, 5_242_880));
	}

	@Test
	void theExtremesAreAccepted() {
		assertThat(new ValueLimits(0, 1024)).isNotNull();
		assertThat(new ValueLimits(Integer.MAX_VALUE, 32 * 1024 * 1024)).isNotNull();
	}

	@Test
	void otherLimitsAreRefusedAndTheMessageSaysWhatToDo() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ValueLimits(-1, 1024))
			.withMessage("compression-threshold must not be negative, got -1 bytes. "
					+ "Use 0 to compress every value, or a size above max-value-size to compress none.");
		for (int size : new int[] { 1023, 0, -1, 32 * 1024 * 1024 + 1, Integer.MAX_VALUE }) {
			assertThatIllegalArgumentException().isThrownBy(() -> new ValueLimits(0, size))
				.withMessage("max-value-size must be between 1KB and 32MB, got " + size
						+ " bytes. Use for example 5MB, and keep larger objects elsewhere, such as in S3.");
		}
	}

}
