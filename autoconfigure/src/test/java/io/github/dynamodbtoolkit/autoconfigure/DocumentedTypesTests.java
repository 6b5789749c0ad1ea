package io.github.dynamodbtoolkit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the packages and types that the documentation names are there.
 */
class DocumentedTypesTests {

	private static final Path ROOT = Path.of("..");

	private static final String GROUP = "io.github.dynamodbtoolkit.";

	private static final List<String> MODULES = List.of("core", "autoconfigure", "test", "local");

	private static final Pattern NAME = Pattern.compile(Pattern.quote(GROUP) + "\\w+(?:\\.\\w+)*");

	private static final Pattern ROW_OF_PACKAGES = Pattern
		.compile("(?m)^\\| ((?:`[a-z.]+`(?:, )?)+) \\| ((?:`@?[A-Z]\\w+`(?:, )?)+) \\|$");

	private static final Pattern CODE = Pattern.compile("`@?([^`]+)`");

	@Test
	void areThere() throws IOException {
		List<String> names = pages().flatMap((page) -> NAME.matcher(page).results())
			.map((name) -> name.group())
			.toList();
		assertThat(names).hasSizeGreaterThan(10).allSatisfy((name) -> assertThat(exists(name)).as(name).isTrue());
	}

	@Test
	void areInThePackagesThatTheReadmeSays() {
		Matcher row = ROW_OF_PACKAGES.matcher(read(ROOT.resolve("README.md")));
		assertThat(row.results()).hasSize(6)
			.allSatisfy((match) -> assertThat(code(match.group(2)))
				.allSatisfy((type) -> assertThat(code(match.group(1)).stream()).as(type)
					.anyMatch((name) -> exists(GROUP + name + "." + type))));
	}

	private static List<String> code(String cell) {
		return CODE.matcher(cell).results().map((match) -> match.group(1)).toList();
	}

	private static boolean exists(String name) {
		return MODULES.stream()
			.map((module) -> ROOT.resolve(module).resolve("src/main/java").resolve(name.replace('.', '/')))
			.anyMatch((path) -> Files.isDirectory(path)
					|| Files.exists(path.resolveSibling(path.getFileName() + ".java")));
	}

	private static Stream<String> pages() throws IOException {
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			List<Path> pages = docs.filter((path) -> path.toString().endsWith(".md")).toList();
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream()).map(DocumentedTypesTests::read);
		}
	}

	private static String read(Path page) {
		try {
			return Files.readString(page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
