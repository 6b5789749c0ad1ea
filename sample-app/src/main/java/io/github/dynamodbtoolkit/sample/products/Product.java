package io.github.dynamodbtoolkit.sample.products;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A product of the shop. It is what the catalogue holds, what the caches store and what
 * the shop answers: to be cached, a record needs nothing special.
 */
public record Product(String id, String name, String category, BigDecimal price, String description,
		LocalDate releaseDate) {

	Product withId(String id) {
		return new Product(id, this.name, this.category, this.price, this.description, this.releaseDate);
	}

	Product with(ProductChange change) {
		return new Product(this.id, change.name(), change.category(), change.price().setScale(2), this.description,
				this.releaseDate);
	}

}
