package io.github.dynamodbtoolkit.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.metrics.HttpEvent;
import io.github.dynamodbtoolkit.metrics.RateLimitEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Keeps what the stores report while beans are still being made, and passes it on when
 * all are there. A store calls its table when it is made, possibly so early that to ask
 * for the meter registry then would make it before its post-processors, or in a circle.
 */
final class DeferredToolkitMetrics implements ToolkitMetrics, SmartInitializingSingleton {

	private static final int MOST_KEPT = 1000;

	private final Supplier<ToolkitMetrics> metrics;

	private final List<Consumer<ToolkitMetrics>> kept = new ArrayList<>();

	private volatile @Nullable ToolkitMetrics ready;

	DeferredToolkitMetrics(Supplier<ToolkitMetrics> metrics) {
		this.metrics = metrics;
	}

	@Override
	public void tableCalled(TableCall call) {
		report((metrics) -> metrics.tableCalled(call));
	}

	@Override
	public void tableCallRetried(String store, String table, boolean throttled) {
		report((metrics) -> metrics.tableCallRetried(store, table, throttled));
	}

	@Override
	public void cacheEvent(String cache, CacheEvent event) {
		report((metrics) -> metrics.cacheEvent(cache, event));
	}

	@Override
	public void dedupeEvent(DedupeEvent event) {
		report((metrics) -> metrics.dedupeEvent(event));
	}

	@Override
	public void appEvent(AppEvent event) {
		report((metrics) -> metrics.appEvent(event));
	}

	@Override
	public void flagEvent(FlagEvent event) {
		report((metrics) -> metrics.flagEvent(event));
	}

	@Override
	public void rateLimitWaited(String resource, Duration wait) {
		report((metrics) -> metrics.rateLimitWaited(resource, wait));
	}

	@Override
	public void rateLimitEvent(String resource, RateLimitEvent event) {
		report((metrics) -> metrics.rateLimitEvent(resource, event));
	}

	@Override
	public void httpEvent(String resource, HttpEvent event) {
		report((metrics) -> metrics.httpEvent(resource, event));
	}

	private void report(Consumer<ToolkitMetrics> report) {
		ToolkitMetrics present = this.ready;
		if (present == null) {
			present = keepUnlessReady(report);
		}
		if (present != null) {
			report.accept(present);
		}
	}

	private synchronized @Nullable ToolkitMetrics keepUnlessReady(Consumer<ToolkitMetrics> report) {
		if (this.ready == null && this.kept.size() < MOST_KEPT) {
			this.kept.add(report);
		}
		return this.ready;
	}

	@Override
	public void afterSingletonsInstantiated() {
		passOn(this.metrics.get());
	}

	private synchronized void passOn(ToolkitMetrics receiver) {
		this.kept.forEach((report) -> report.accept(receiver));
		this.kept.clear();
		this.ready = receiver;
	}

}
