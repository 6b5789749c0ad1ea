package io.github.dynamodbtoolkit.sample.products;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class ProductController {

	private final ProductService service;

	private final Catalogue catalogue;

	ProductController(ProductService service, Catalogue catalogue) {
		this.service = service;
		this.catalogue = catalogue;
	}

	@GetMapping("/products/{id}")
	Product product(@PathVariable String id) {
		return found(id, this.service.product(id));
	}

	@GetMapping("/products")
	List<Product> productsOf(@RequestParam @Category String category) {
		return this.service.productsOf(category);
	}

	@GetMapping("/catalogue/{size}")
	List<Product> catalogue(@PathVariable @Min(1) @Max(20_000) int size) {
		return this.service.catalogue(size);
	}

	/** Asks the catalogue and not the cache for the category that the product had. */
	@PutMapping("/products/{id}")
	Product change(@PathVariable String id, @RequestBody @Valid ProductChange change) {
		return this.service.change(found(id, this.catalogue.find(id)), change);
	}

	private static Product found(String id, @Nullable Product product) {
		if (product == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no product " + id + ".");
		}
		return product;
	}

}
