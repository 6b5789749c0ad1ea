package io.github.dynamodbtoolkit.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.dynamodbtoolkit.local.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.JavaProcess;

/**
 * DynamoDB Local in a process of its own, with its data in a file, so that it can be
 * killed and started again.
 */
final class DynamoDbProcess implements AutoCloseable {

	private final Path file;

	private JavaProcess process;

	private String endpoint;

	private DynamoDbProcess(Path file) {
		this.file = file;
	}

	static DynamoDbProcess start(Path file) throws IOException {
		DynamoDbProcess dynamoDb = new DynamoDbProcess(file);
		dynamoDb.start("0");
		return dynamoDb;
	}

	private void start(String port) throws IOException {
		this.process = JavaProcess.start(DynamoDbLocal.class, List.of("--port=" + port, "--file=" + this.file));
		this.endpoint = this.process.prints("DynamoDB Local listens on ");
	}

	String endpoint() {
		return this.endpoint;
	}

	void kill() {
		this.process.close();
	}

	/** Starts it again, where it was and with the data that it had. */
	void startAgain() throws IOException {
		start(this.endpoint.substring(this.endpoint.lastIndexOf(':') + 1));
	}

	@Override
	public void close() {
		kill();
	}

}
