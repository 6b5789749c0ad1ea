package io.github.dynamodbtoolkit.local;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoDbLocal}.
 */
class DynamoDbLocalTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@ParameterizedTest
	@ValueSource(strings = { "--prot=8123", "8123", "--port=x", "--port=", "--file=" })
	void explainsItsOptionsWhenItDoesNotKnowOne(String option) {
		assertThat(start(option)).isEqualTo(2);
		assertThat(this.err.toString()).contains(option).contains("Options: --port=");
		assertThat(this.out.toString()).isEmpty();
	}

	@Test
	void saysThatThePortIsTaken() {
		try (DynamoDbLocalServer owner = DynamoDbLocalServer.start()) {
			int port = owner.endpoint().getPort();
			assertThat(start("--port=" + port)).isEqualTo(1);
			assertThat(this.err.toString()).contains("Port " + port + " of 127.0.0.1 is taken.");
		}
	}

	private int start(String... args) {
		return DynamoDbLocal.start(args, new PrintStream(this.out), new PrintStream(this.err));
	}

}
