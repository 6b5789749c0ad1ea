package io.github.dynamodbtoolkit.spring.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page on metrics has every meter with its tags and their values, and none
 * that there is not.
 */
class MetricsPageTests {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern STORE = Pattern.compile("forStore\\(\"(\\w+)\"");

	private static final String METERS = "\\| meter \\|";

	private static final Set<String> TAGS_OF_ALL = Set.of("application", "instance");

	private final String page = read(Path.of("../docs/metrics.md"));

	private final EveryMeter meters = new EveryMeter();

	@Test
	void namesEveryMeterWithItsTags() {
		assertThat(meters()).isNotEmpty().allSatisfy((meter) -> {
			String row = rowOf(meter.getId().getName());
			assertThat(code(cells(row).get(2))).as(row).containsAll(tags(meter));
		});
		assertThat(rows(METERS).flatMap((row) -> code(cells(row).get(0)).stream())).containsExactlyInAnyOrderElementsOf(
				meters().map((meter) -> meter.getId().getName()).collect(Collectors.toSet()));
	}

	@Test
	void namesNoTagThatNoMeterHas() {
		Set<String> all = meters().flatMap((meter) -> tags(meter).stream()).collect(Collectors.toSet());
		assertThat(rows(METERS).flatMap((row) -> code(cells(row).get(2)).stream())
			.filter((name) -> !name.contains("gets"))).isSubsetOf(all);
	}

	@Test
	void namesWhatPrometheusHas() {
		Set<String> documented = rows(METERS).flatMap((row) -> code(cells(row).get(1)).stream())
			.filter((name) -> !name.startsWith("…"))
			.collect(Collectors.toSet());
		assertThat(documented).containsExactlyInAnyOrderElementsOf(this.meters.scrape()
			.keySet()
			.stream()
			.filter((name) -> !name.matches(".*(_sum|_max|_created)"))
			.toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache", "dedupe", "ratelimit", "http", "flag", "app" })
	void saysWhatEachEventMeans(String feature) {
		String meter = "dynamodb.toolkit." + feature + ".events";
		assertThat(rows("`" + meter + "`[^\\n]*:\\n\\n\\| `event`").map((row) -> code(cells(row).get(0)).get(0)))
			.containsExactlyInAnyOrderElementsOf(values(meter, "event"));
	}

	@Test
	void saysWhatEachOutcomeMeans() {
		Set<String> outcomes = meters().filter((meter) -> meter.getId().getName().endsWith(".requests"))
			.map((meter) -> meter.getId().getTag("outcome") + " " + meter.getId().getTag("error"))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(rows("\\| `outcome`")
			.map((row) -> code(cells(row).get(0)).get(0) + " " + code(cells(row).get(1)).get(0)))
			.containsExactlyInAnyOrderElementsOf(outcomes);
	}

	@Test
	void namesEveryStore() throws IOException {
		Set<String> stores = new HashSet<>();
		for (String module : List.of("core", "autoconfigure")) {
			try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
				files.filter(Files::isRegularFile)
					.flatMap((file) -> STORE.matcher(read(file)).results())
					.forEach((store) -> stores.add(store.group(1)));
			}
		}
		String sentence = this.page.lines().filter((line) -> line.startsWith("`store` is ")).findAny().orElseThrow();
		assertThat(stores).hasSizeGreaterThan(7).allSatisfy((store) -> assertThat(code(sentence)).contains(store));
	}

	private Stream<Meter> meters() {
		return this.meters.meters().stream();
	}

	private Set<String> values(String meter, String tag) {
		return meters().filter((each) -> each.getId().getName().equals(meter))
			.map((each) -> Objects.requireNonNull(each.getId().getTag(tag)))
			.collect(Collectors.toSet());
	}

	private static Set<String> tags(Meter meter) {
		Set<String> tags = new HashSet<>(meter.getId().getTags().stream().map(Tag::getKey).toList());
		tags.removeAll(TAGS_OF_ALL);
		return tags;
	}

	private String rowOf(String meter) {
		return rows(METERS).filter((row) -> code(cells(row).get(0)).contains(meter))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No row for " + meter));
	}

	/** The rows of the table that begins so. */
	private Stream<String> rows(String beginning) {
		String[] parts = Pattern.compile(beginning).split(this.page);
		assertThat(parts).as(beginning).hasSize(2);
		return parts[1].lines().skip(2).takeWhile((line) -> line.startsWith("|"));
	}

	private static List<String> cells(String row) {
		return List.of(row.substring(1).split("\\|"));
	}

	private static List<String> code(String cell) {
		return CODE.matcher(cell).results().map((match) -> match.group(1)).toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
