package io.github.dynamodbtoolkit.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Runs scripts with an {@code aws} that writes down how it was called.
 */
final class Shell {

	private final Path directory;

	private final Path calls;

	Shell(Path directory, String outcome) throws IOException {
		this.directory = directory;
		this.calls = directory.resolve("calls");
		Path aws = Files.writeString(directory.resolve("aws"),
				"#!/bin/sh\necho \"$*\" >> \"$CALLS\"\n" + outcome + "\n");
		Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwx------"));
	}

	int run(String script, Map<String, String> environment) throws Exception {
		Files.writeString(this.calls, "");
		ProcessBuilder process = new ProcessBuilder("sh", Templates.path(script).toAbsolutePath().toString());
		process.environment().keySet().removeAll(List.of("AWS_REGION", "POINT_IN_TIME_RECOVERY"));
		process.environment().putAll(environment);
		process.environment().put("CALLS", this.calls.toString());
		process.environment().merge("PATH", this.directory.toString(), (path, first) -> first + ":" + path);
		process.redirectErrorStream(true).redirectOutput(this.directory.resolve("output").toFile());
		return process.start().waitFor();
	}

	List<String> calls() throws IOException {
		return Files.readAllLines(this.calls);
	}

}
