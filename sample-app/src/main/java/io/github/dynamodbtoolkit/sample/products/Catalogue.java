package io.github.dynamodbtoolkit.sample.products;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Stands for the shop's database: the products of a file in the application, and on top
 * of them the changes, which all instances share. It knows nothing of caches.
 */
@Component
public class Catalogue {

	private final Map<String, Product> products;

	private final ProductChanges changes;

	Catalogue(CatalogueProperties properties, JsonMapper json) throws IOException {
		this.products = read(new ClassPathResource("products.jsonl"), json);
		this.changes = new ProductChanges(properties.changesFile(), json);
	}

	private static Map<String, Product> read(ClassPathResource file, JsonMapper json) throws IOException {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8))) {
			return lines.lines()
				.map((line) -> json.readValue(line, Product.class))
				.collect(Collectors.toMap(Product::id, (product) -> product, (first, second) -> second,
						LinkedHashMap::new));
		}
	}

	@Nullable Product find(String id) {
		Product product = this.products.get(id);
		return (product != null) ? this.changes.current().getOrDefault(id, product) : null;
	}

	/**
	 * All products as they are now.
	 * @return the products, in the order of the catalogue
	 */
	public List<Product> all() {
		Map<String, Product> changed = this.changes.current();
		return this.products.values().stream().map((product) -> changed.getOrDefault(product.id(), product)).toList();
	}

	void save(Product product) {
		this.changes.append(product);
	}

}
