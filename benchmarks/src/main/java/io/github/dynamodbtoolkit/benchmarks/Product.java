package io.github.dynamodbtoolkit.benchmarks;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What is cached: about 250 bytes of JSON.
 */
record Product(String id, String name, String category, BigDecimal price, String description, LocalDate releaseDate) {

	static Product some() {
		return new Product("4711", "A lamp for reading", "lamps", new BigDecimal("49.90"),
				"Bends in all directions, stands on a table or hangs on a wall, and saves what it does not need.",
				LocalDate.of(2026, 3, 1));
	}

}
