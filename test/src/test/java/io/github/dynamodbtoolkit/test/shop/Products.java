package io.github.dynamodbtoolkit.test.shop;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;

/**
 * A component with a cached method.
 */
@Component
class Products {

	private int loads;

	@Cacheable("products")
	public String find(String id) {
		this.loads++;
		return "product " + id;
	}

	/** A method, because the field of a proxy is another one. */
	public int loads() {
		return this.loads;
	}

}
