package io.github.dynamodbtoolkit.spring.metrics;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the Grafana dashboard asks for meters and tags that there are, by the names
 * that Prometheus has for them.
 */
class GrafanaDashboardTests {

	private static final Pattern SERIES = Pattern.compile("\\b((?:dynamodb|cache)_\\w+)(?:\\{([^}]*)})?");

	private static final Pattern GROUPING = Pattern.compile("by \\(([\\w, ]+)\\)");

	private final Map<String, Set<String>> scraped = new EveryMeter().scrape();

	@Test
	void asksForWhatThereIs() {
		List<String> expressions = expressions();
		assertThat(expressions).isNotEmpty().allSatisfy((expression) -> {
			assertThat(SERIES.matcher(expression).find()).as("a series in %s", expression).isTrue();
			SERIES.matcher(expression).results().forEach((series) -> {
				assertThat(this.scraped).as(expression).containsKey(series.group(1));
				Set<String> labels = this.scraped.get(series.group(1));
				assertThat(labels).as(expression)
					.containsAll(EveryMeter.labels(series.group(2)))
					.containsAll(grouping(expression));
			});
		});
	}

	/** So that one Grafana serves many applications, some with caches of other kinds. */
	@Test
	void asksOnlyForWhatIsChosen() {
		assertThat(expressions().stream().flatMap((expression) -> SERIES.matcher(expression).results())).isNotEmpty()
			.allSatisfy((series) -> assertThat(EveryMeter.labels(series.group(2))).contains("application", "instance")
				.containsAll(series.group(1).startsWith("cache_") ? Set.of("cache_manager") : Set.of()));
	}

	@Test
	void showsEveryMeter() {
		String all = String.join("\n", expressions());
		assertThat(this.scraped.keySet().stream().map((name) -> name.replaceAll("_(count|sum|max)$", "")))
			.filteredOn((name) -> name.startsWith("dynamodb_"))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat(all).contains(name));
	}

	private static List<String> expressions() {
		JsonNode dashboard = JsonMapper.shared().readTree(Path.of("../docs/grafana/dashboard.json").toFile());
		return dashboard.get("panels")
			.valueStream()
			.flatMap((panel) -> panel.get("targets").valueStream())
			.map((target) -> target.get("expr").asString())
			.toList();
	}

	private static Set<String> grouping(String expression) {
		Set<String> labels = new HashSet<>();
		Matcher matcher = GROUPING.matcher(expression);
		while (matcher.find()) {
			labels.addAll(Arrays.asList(matcher.group(1).split(", ")));
		}
		return labels;
	}

}
