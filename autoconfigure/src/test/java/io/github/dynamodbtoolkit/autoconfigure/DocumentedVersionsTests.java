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
 * Tests that the dependencies that the documentation tells to copy have the versions with
 * which the toolkit is built.
 */
class DocumentedVersionsTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern DEPENDENCY = Pattern
		.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

	private final String pom = text(ROOT.resolve("pom.xml"));

	@Test
	void areThoseOfTheBuild() throws IOException {
		List<Dependency> documented = pages().flatMap((page) -> dependencies(text(page))).toList();
		assertThat(documented).hasSizeGreaterThan(5)
			.allSatisfy((dependency) -> assertThat(dependency.version()).as("%s", dependency)
				.isEqualTo(versionInBuild(dependency)));
	}

	private static Stream<Path> pages() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			List<Path> pages = docs.filter((path) -> path.toString().endsWith(".md")).toList();
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream());
		}
	}

	private static Stream<Dependency> dependencies(String text) {
		return DEPENDENCY.matcher(text)
			.results()
			.map((match) -> new Dependency(match.group(1), match.group(2), match.group(3)));
	}

	private String versionInBuild(Dependency dependency) {
		String artifact = dependency.group().equals("io.github.dynamodbtoolkit") ? "dynamodb-toolkit-parent"
				: dependency.artifact();
		return dependencies(this.pom)
			.filter((each) -> each.group().equals(dependency.group()) && each.artifact().equals(artifact))
			.map((each) -> resolved(each.version()))
			.findFirst()
			.orElse("one that the parent's pom.xml manages");
	}

	private String resolved(String version) {
		String property = version.replaceAll("^\\$\\{|}$", "");
		Matcher value = Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(this.pom);
		return value.find() ? value.group(1) : version;
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Dependency(String group, String artifact, String version) {
	}

}
