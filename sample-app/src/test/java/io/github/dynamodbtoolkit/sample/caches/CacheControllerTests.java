package io.github.dynamodbtoolkit.sample.caches;

import java.net.URI;
import java.util.Collection;

import io.github.dynamodbtoolkit.sample.ShopTest;
import io.github.dynamodbtoolkit.sample.stats.Stats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cache.CacheManager;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class CacheControllerTests {

	@Autowired
	private RestTestClient http;

	@Autowired
	private Stats stats;

	@Autowired
	private CacheManager caches;

	@LocalServerPort
	private int port;

	@BeforeEach
	void begin() {
		this.caches.resetCaches();
	}

	@Test
	void evictsOneEntry() {
		get("/products/21");
		get("/products/22");
		delete("/caches/products/keys/21").expectStatus().isNoContent();
		assertThat(productLoadsFor("/products/21")).isEqualTo(1);
		assertThat(productLoadsFor("/products/22")).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "a/b, a/b", "a%2Fb, a/b", "a//b, a//b", "100%25, 100%", "a:b, a:b", "a%3Bb, a;b", "a+b, a+b",
			"a%20b, a b", "%C3%A9%E2%82%AC, é€" })
	void evictsKeysOfAnyCharacters(String path, String key) {
		this.caches.getCache("products").put(key, null);
		delete("/caches/products/keys/" + path).expectStatus().isNoContent();
		assertThat(this.caches.getCache("products").get(key)).isNull();
	}

	@Test
	void evictsACatalogueByItsSize() {
		get("/catalogue/5");
		delete("/caches/catalogue/keys/5").expectStatus().isNoContent();
		assertThat(this.caches.getCache("catalogue").get("5")).isNull();
	}

	@Test
	void clearsACacheAndNoOther() {
		get("/products/23");
		get("/products?category=toys");
		delete("/caches/products").expectStatus().isNoContent();
		assertThat(productLoadsFor("/products/23")).isEqualTo(1);
		assertThat(this.caches.getCache("product-lists").get("toys")).isNotNull();
	}

	@Test
	void invalidatesATagInAllCaches() {
		get("/products/5");
		get("/products/6");
		get("/products?category=toys");
		delete("/tags/category:toys").expectStatus().isNoContent();
		assertThat(this.caches.getCache("products").get("5")).isNull();
		assertThat(this.caches.getCache("products").get("6")).isNotNull();
		assertThat(this.caches.getCache("product-lists").get("toys")).isNull();
	}

	@Test
	void invalidatesTheTagOfAllProducts() {
		get("/products/6");
		get("/products/none");
		delete("/tags/products").expectStatus().isNoContent();
		assertThat(this.caches.getCache("products").get("6")).isNull();
		assertThat(this.caches.getCache("products").get("none")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "home%2Fgarden", "home/garden" })
	void invalidatesTagsOfAnyCharacters(String category) {
		get("/products?category=home/garden");
		delete("/tags/category:" + category).expectStatus().isNoContent();
		assertThat(this.caches.getCache("product-lists").get("home/garden")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/caches/none", "/caches/none/keys/1", "/caches/%70roducts%2F" })
	void makesNoNewCache(String path) {
		Collection<String> before = this.caches.getCacheNames();
		delete(path).expectStatus().isNotFound().expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(this.caches.getCacheNames()).containsExactlyInAnyOrderElementsOf(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/caches/products/keys", "/caches/products/keys/", "/tags", "/tags/", "/tags/a%01b" })
	void refusesWhatIsNoKeyOrTag(String path) {
		delete(path).expectStatus().isBadRequest().expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void refusesATagThatIsTooLong() {
		delete("/tags/" + "a".repeat(2000)).expectStatus().isBadRequest();
	}

	private RestTestClient.ResponseSpec delete(String path) {
		return this.http.delete().uri(uri(path)).exchange();
	}

	private void get(String path) {
		this.http.get().uri(uri(path)).exchange();
	}

	/** Not from a template, which would encode it again. */
	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

	private long productLoadsFor(String path) {
		long before = this.stats.counter("productLoads").sum();
		get(path);
		return this.stats.counter("productLoads").sum() - before;
	}

}
