package io.github.dynamodbtoolkit.local;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs in a JVM of their own, without Spring on its class path.
 */
final class ChildJvm {

	private ChildJvm() {
	}

	static ProcessBuilder of(Class<?> main, List<String> jvmOptions, String... args) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp", classPathWithoutSpring()));
		command.addAll(jvmOptions);
		command.add(main.getName());
		command.addAll(List.of(args));
		return new ProcessBuilder(command).redirectErrorStream(true);
	}

	private static String classPathWithoutSpring() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !new File(entry).getName().startsWith("spring-"))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
