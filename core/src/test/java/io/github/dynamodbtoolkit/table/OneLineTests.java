package io.github.dynamodbtoolkit.table;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OneLine}.
 */
class OneLineTests {

	@Test
	void leavesTextWithoutControlCharacters() {
		assertThat(OneLine.of("Flag 'é€😀' \\ $1")).isEqualTo("Flag 'é€😀' \\ $1");
	}

	@Test
	void writesBreaksAndControlCharactersAsNumbers() {
		assertThat(OneLine.of("a\r\nb\u0000\u001b[31m\u0085\u2028c"))
			.isEqualTo("a\\u000D\\u000Ab\\u0000\\u001B[31m\\u0085\\u2028c");
	}

}
