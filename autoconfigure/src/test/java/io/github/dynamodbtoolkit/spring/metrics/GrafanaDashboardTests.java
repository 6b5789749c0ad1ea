package io.github.dynamodbtoolkit.spring.metrics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.openfeature.sdk.FlagEvaluationDetails;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.TableCall.Outcome;
import io.github.dynamodbtoolkit.metrics.TableCall.Usage;
import io.github.dynamodbtoolkit.spring.cache.CacheConfiguration;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
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

	private static final Pattern SCRAPED = Pattern.compile("(?m)^(\\w+)(?:\\{([^}]*)})? ");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=~?\"[^\"]*\"");

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@Test
	void asksForWhatThereIs() {
		Map<String, Set<String>> scraped = scrape();
		List<String> expressions = expressions();
		assertThat(expressions).isNotEmpty().allSatisfy((expression) -> {
			assertThat(SERIES.matcher(expression).find()).as("a series in %s", expression).isTrue();
			SERIES.matcher(expression).results().forEach((series) -> {
				assertThat(scraped).as(expression).containsKey(series.group(1));
				Set<String> labels = scraped.get(series.group(1));
				assertThat(labels).as(expression)
					.containsAll((series.group(2) != null) ? labels(series.group(2)) : Set.of())
					.containsAll(grouping(expression));
			});
		});
	}

	@Test
	void showsEveryMeter() {
		String all = String.join("\n", expressions());
		assertThat(scrape().keySet().stream().map((name) -> name.replaceAll("_(count|sum|max)$", "")))
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

	/** The names of all series and their labels, after everything has happened once. */
	private Map<String, Set<String>> scrape() {
		MicrometerToolkitMetrics metrics = new MicrometerToolkitMetrics(this.registry);
		for (Outcome outcome : Outcome.values()) {
			metrics.tableCalled(
					new TableCall("cache", "GetItem", "table", outcome, Duration.ofMillis(1), new Usage(0.5, 0, 10)));
		}
		Stream.of(CacheEvent.values()).forEach((event) -> metrics.cacheEvent("products", event));
		Stream.of(DedupeEvent.values()).forEach(metrics::dedupeEvent);
		Stream.of(AppEvent.values()).forEach(metrics::appEvent);
		Stream.of(FlagEvent.values()).forEach(metrics::flagEvent);
		Stream.of(RateLimitEvent.values()).forEach((event) -> metrics.rateLimitEvent("api", event));
		metrics.rateLimitWaited("api", Duration.ofMillis(1));
		Stream.of(HttpEvent.values()).forEach((event) -> metrics.httpEvent("api", event));
		new FlagEvaluationCounters(() -> this.registry).finallyAfter(null,
				FlagEvaluationDetails.builder().flagKey("new-checkout").variant("on").build(), null);
		bindACache();
		Map<String, Set<String>> series = new HashMap<>();
		SCRAPED.matcher(this.registry.scrape())
			.results()
			.forEach((line) -> series.computeIfAbsent(line.group(1), (name) -> new HashSet<>())
				.addAll((line.group(2) != null) ? labels(line.group(2)) : Set.of()));
		return series;
	}

	private void bindACache() {
		CacheStore store = CacheStore.on(TableClient.on(DynamoDbLocal.client(), "never-used"),
				JsonValueCodec.allowing(List.of()));
		DynamoDbCacheManager manager = new DynamoDbCacheManager(store,
				new CacheConfiguration(CacheSettings.defaults(), true), () -> null, Runnable::run);
		new DynamoDbCacheMeterBinderProvider().getMeterBinder(manager.getCache("products"), List.of())
			.bindTo(this.registry);
	}

	private static Set<String> labels(String text) {
		return new HashSet<>(LABEL.matcher(text).results().map((label) -> label.group(1)).toList());
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
