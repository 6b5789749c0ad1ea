package io.github.dynamodbtoolkit.sample.products;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.sample.stats.Stats;
import io.github.dynamodbtoolkit.spring.cache.CacheTags;
import io.github.dynamodbtoolkit.spring.cache.EvictTags;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * The products through the caches. Every load is slow, and counted.
 */
@Service
class ProductService {

	private final Catalogue catalogue;

	private final Duration loadDelay;

	private final LongAdder productLoads;

	private final LongAdder listLoads;

	private final LongAdder catalogueLoads;

	ProductService(Catalogue catalogue, CatalogueProperties properties, Stats stats) {
		this.catalogue = catalogue;
		this.loadDelay = properties.loadDelay();
		this.productLoads = stats.counter("productLoads");
		this.listLoads = stats.counter("listLoads");
		this.catalogueLoads = stats.counter("catalogueLoads");
	}

	/**
	 * One product. That there is none is cached as well, without the second tag.
	 */
	@Cacheable("products")
	@CacheTags({ "'products'", "'category:' + #result.category" })
	public @Nullable Product product(String id) {
		load(this.productLoads);
		return this.catalogue.find(id);
	}

	@Cacheable("product-lists")
	@CacheTags("'category:' + #category")
	public List<Product> productsOf(String category) {
		load(this.listLoads);
		return this.catalogue.all().stream().filter((product) -> product.category().equals(category)).toList();
	}

	/**
	 * Many products as one large value. If there are not enough, they come again under
	 * further ids.
	 */
	@Cacheable(cacheNames = "catalogue", key = "#size.toString()")
	public List<Product> catalogue(int size) {
		load(this.catalogueLoads);
		List<Product> products = this.catalogue.all();
		return IntStream.range(0, size)
			.mapToObj((index) -> products.get(index % products.size()).withId(String.valueOf(index + 1)))
			.toList();
	}

	/**
	 * Changes a product. When it returns, the lists of its old and of its new category
	 * are outdated, and the changed product is in the cache for all instances.
	 */
	@CachePut(cacheNames = "products", key = "#product.id")
	@CacheTags({ "'products'", "'category:' + #result.category" })
	@EvictTags({ "'category:' + #product.category", "'category:' + #change.category" })
	public Product change(Product product, ProductChange change) {
		Product changed = product.with(change);
		this.catalogue.save(changed);
		return changed;
	}

	private void load(LongAdder loads) {
		loads.increment();
		try {
			Thread.sleep(this.loadDelay.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while loading", ex);
		}
	}

}
