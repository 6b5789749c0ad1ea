package io.github.dynamodbtoolkit.spring.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Reason;
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
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

/**
 * All meters of the toolkit, after everything has happened once, in an application with
 * the tags that the documentation tells to give it.
 */
final class EveryMeter {

	private static final Pattern SCRAPED = Pattern.compile("(?m)^(\\w+)(?:\\{([^}]*)})? ");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=~?\"[^\"]*\"");

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	EveryMeter() {
		// The first by management.metrics.tags, the second by Prometheus.
		this.registry.config().commonTags("application", "shop", "instance", "localhost:8080");
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
				FlagEvaluationDetails.builder()
					.flagKey("new-checkout")
					.variant("0")
					.reason(Reason.TARGETING_MATCH.name())
					.build(),
				null);
		bindACache();
	}

	private void bindACache() {
		CacheStore store = CacheStore.on(TableClient.on(DynamoDbLocal.client(), "never-used"),
				JsonValueCodec.allowing(List.of()));
		DynamoDbCacheManager manager = new DynamoDbCacheManager(store,
				new CacheConfiguration(CacheSettings.defaults(), true), () -> null, Runnable::run);
		new CacheMetricsRegistrar(this.registry, List.of(new DynamoDbCacheMeterBinderProvider()))
			.bindCacheToRegistry(manager.getCache("products"), Tag.of("cache.manager", "cacheManager"));
	}

	/** The meters as Micrometer has them. */
	List<Meter> meters() {
		return this.registry.getMeters();
	}

	/** The names of all series and their labels, as Prometheus has them. */
	Map<String, Set<String>> scrape() {
		Map<String, Set<String>> series = new HashMap<>();
		SCRAPED.matcher(this.registry.scrape())
			.results()
			.forEach((line) -> series.computeIfAbsent(line.group(1), (name) -> new HashSet<>())
				.addAll(labels(line.group(2))));
		return series;
	}

	/** The names of the labels of a series, or of a selector of some. */
	static Set<String> labels(@Nullable String text) {
		return (text != null) ? new HashSet<>(LABEL.matcher(text).results().map((label) -> label.group(1)).toList())
				: Set.of();
	}

}
