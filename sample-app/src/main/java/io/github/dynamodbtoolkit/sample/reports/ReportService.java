package io.github.dynamodbtoolkit.sample.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.github.dynamodbtoolkit.sample.products.Catalogue;
import io.github.dynamodbtoolkit.sample.products.Product;
import io.github.dynamodbtoolkit.sample.stats.Stats;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * Makes reports. However many callers of however many instances ask for one, one of them
 * makes it, and the others wait and get the same.
 */
@Service
class ReportService {

	private final Catalogue catalogue;

	private final Duration delay;

	private final LongAdder reportLoads;

	ReportService(Catalogue catalogue, ReportProperties properties, Stats stats) {
		this.catalogue = catalogue;
		this.delay = properties.delay();
		this.reportLoads = stats.counter("reportLoads");
	}

	@Cacheable(cacheNames = "reports", sync = true)
	public Report report(String year) {
		this.reportLoads.increment();
		takeTime();
		List<Product> released = this.catalogue.all()
			.stream()
			.filter((product) -> String.valueOf(product.releaseDate().getYear()).equals(year))
			.toList();
		return new Report(year, released.size(), averagePrice(released), Instant.now());
	}

	private static BigDecimal averagePrice(List<Product> products) {
		if (products.isEmpty()) {
			return BigDecimal.ZERO;
		}
		BigDecimal sum = products.stream().map(Product::price).reduce(BigDecimal.ZERO, BigDecimal::add);
		return sum.divide(BigDecimal.valueOf(products.size()), 2, RoundingMode.HALF_UP);
	}

	private void takeTime() {
		try {
			Thread.sleep(this.delay.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while making a report", ex);
		}
	}

}
