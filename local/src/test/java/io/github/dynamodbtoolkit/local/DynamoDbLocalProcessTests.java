package io.github.dynamodbtoolkit.local;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a whole process with DynamoDB Local in it does.
 */
class DynamoDbLocalProcessTests {

	private static final String TELEMETRY = "com.amazonaws.services.dynamodbv2.local.monitoring.Telemetry";

	private static final String DATABASE = "com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBClient";

	@Test
	void endsByItselfNeedsNoSpringAndSendsNoTelemetry() throws Exception {
		Process process = ChildJvm.start(StartAndReturn.class, List.of("-verbose:class"));
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).isZero();
		assertThat(output).contains("held: true");
		assertThat(getClass().getClassLoader().getResource(TELEMETRY.replace('.', '/') + ".class")).isNotNull();
		assertThat(output).contains(DATABASE).doesNotContain(TELEMETRY).doesNotContain(" org.springframework.");
	}

	@Test
	void mainClassServesUntilItsProcessIsEnded() throws Exception {
		Process process = ChildJvm.start(DynamoDbLocal.class, List.of(), "--port=0");
		try (BufferedReader output = process.inputReader()) {
			String port = output.lines()
				.filter((line) -> line.startsWith("DynamoDB Local listens on "))
				.map((line) -> line.substring(line.lastIndexOf(':') + 1))
				.findFirst()
				.orElseThrow();
			try (DynamoDbLocalServer joined = DynamoDbLocalServer.startOrJoin(Integer.parseInt(port), null)) {
				assertThat(joined.joined()).isTrue();
			}
			assertThat(process.isAlive()).isTrue();
		}
		finally {
			process.destroy();
		}
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
	}

}
