package io.github.dynamodbtoolkit.sample.supplier;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

import io.github.dynamodbtoolkit.sample.stats.Stats;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Quotes prices, slowly, and can be told to ask not to be called for a time. It knows
 * nothing of the toolkit.
 */
@RestController
@RequestMapping("/supplier")
class SupplierController {

	private final InstantSource clock = InstantSource.system();

	private final Duration delay;

	private final LongAdder supplierCalls;

	private volatile Instant throttledUntil = Instant.EPOCH;

	SupplierController(SupplierProperties properties, Stats stats) {
		this.delay = properties.supplierDelay();
		this.supplierCalls = stats.counter("supplierCalls");
	}

	/**
	 * A quote.
	 *
	 * @param id the product
	 * @param price the price
	 * @param quotedAt now
	 */
	record SupplierQuote(String id, BigDecimal price, Instant quotedAt) {
	}

	@GetMapping("/quotes/{id}")
	ResponseEntity<?> quote(@PathVariable String id) throws InterruptedException {
		this.supplierCalls.increment();
		Duration throttled = Duration.between(this.clock.instant(), this.throttledUntil);
		if (throttled.toMillis() > 0) {
			return tooManyRequests(throttled);
		}
		Thread.sleep(this.delay.toMillis());
		BigDecimal price = BigDecimal.valueOf(1000 + Math.floorMod(id.hashCode(), 9000), 2);
		return ResponseEntity.ok(new SupplierQuote(id, price, this.clock.instant()));
	}

	private static ResponseEntity<ProblemDetail> tooManyRequests(Duration throttled) {
		long seconds = throttled.plusMillis(999).toSeconds();
		return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
			.header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds))
			.body(ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS,
					"The supplier asks not to be called for " + seconds + " s."));
	}

	@PostMapping("/throttle")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void throttle(@RequestParam @Min(0) @Max(3600) int seconds) {
		this.throttledUntil = this.clock.instant().plusSeconds(seconds);
	}

}
