package io.github.dynamodbtoolkit.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a whole process with DynamoDB Local in it does.
 */
class DynamoDbLocalProcessTests {

	private static final String TELEMETRY = "com.amazonaws.services.dynamodbv2.local.monitoring.Telemetry";

	private static final String DATABASE = "com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBClient";

	private static final String SPRING = " org.springframework.";

	@TempDir
	private Path directory;

	@Test
	void endsByItselfNeedsNoSpringAndSendsNoTelemetry() throws Exception {
		Path output = this.directory.resolve("output");
		Process process = ChildJvm.of(StartAndReturn.class, List.of("-verbose:class"))
			.redirectOutput(output.toFile())
			.start();
		assertThat(endsWithinAMinute(process)).isTrue();
		assertThat(process.exitValue()).isZero();
		assertThat(getClass().getClassLoader().getResource(TELEMETRY.replace('.', '/') + ".class")).isNotNull();
		assertThat(output).content().contains("held: true", DATABASE).doesNotContain(TELEMETRY).doesNotContain(SPRING);
	}

	@Test
	void mainClassServesUntilItsProcessIsEnded() throws Exception {
		Process process = startAlone();
		try (DynamoDbLocalServer joined = DynamoDbLocalServer.startOrJoin(port(process), null)) {
			assertThat(joined.joined()).isTrue();
			assertThat(process.isAlive()).isTrue();
		}
		finally {
			process.destroy();
		}
		assertThat(endsWithinAMinute(process)).isTrue();
	}

	@Test
	void dataInAFileSurvivesThatTheProcessIsKilled() throws Exception {
		Path file = this.directory.resolve("data.db");
		Process process = startAlone("--file=" + file);
		try (DynamoDbLocalServer joined = DynamoDbLocalServer.startOrJoin(port(process), null);
				DynamoDbClient client = joined.clientBuilder().build()) {
			Tables.create(client);
			Tables.put(client, "a");
		}
		process.destroyForcibly().waitFor();
		try (DynamoDbLocalServer server = DynamoDbLocalServer.start(0, file);
				DynamoDbClient client = server.clientBuilder().build()) {
			assertThat(Tables.has(client, "a")).isTrue();
		}
	}

	// A killed process leaves its native library behind: here, and not for good.
	private Process startAlone(String... args) throws IOException {
		return ChildJvm.of(DynamoDbLocal.class, List.of("-Dorg.sqlite.tmpdir=" + this.directory), args).start();
	}

	private static int port(Process process) throws IOException {
		String line = process.inputReader().readLine();
		assertThat(line).startsWith("DynamoDB Local listens on http://127.0.0.1:");
		return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
	}

	private static boolean endsWithinAMinute(Process process) throws InterruptedException {
		try {
			return process.waitFor(1, TimeUnit.MINUTES);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
