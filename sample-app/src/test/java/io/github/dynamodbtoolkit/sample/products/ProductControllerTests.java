package io.github.dynamodbtoolkit.sample.products;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import io.github.dynamodbtoolkit.sample.ShopTest;
import io.github.dynamodbtoolkit.sample.stats.Stats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.CacheManager;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class ProductControllerTests {

	private static final Product SADDLE = new Product("4", "Bergen Reflective Saddle", "cycling",
			new BigDecimal("104.90"), "Fits nearly every frame without tools. Tested over 500 kilometres of bad road.",
			LocalDate.of(2024, 10, 11));

	private static final ParameterizedTypeReference<List<Product>> PRODUCTS = new ParameterizedTypeReference<>() {
	};

	@Autowired
	private RestTestClient http;

	@Autowired
	private Stats stats;

	@BeforeEach
	void begin(@Autowired CacheManager caches) {
		caches.resetCaches();
	}

	@Test
	void answersAProduct() {
		assertThat(product("4")).isEqualTo(SADDLE);
	}

	@Test
	void loadsAProductOnce() {
		long before = loads("productLoads");
		assertThat(product("4")).isEqualTo(product("4"));
		assertThat(loads("productLoads")).isEqualTo(before + 1);
	}

	@Test
	void doesNotFindAnUnknownProduct() {
		this.http.get()
			.uri("/products/none")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("There is no product none.");
	}

	@Test
	void looksForAnUnknownProductOnce() {
		long before = loads("productLoads");
		this.http.get().uri("/products/absent").exchange().expectStatus().isNotFound();
		this.http.get().uri("/products/absent").exchange().expectStatus().isNotFound();
		assertThat(loads("productLoads")).isEqualTo(before + 1);
	}

	@Test
	void loadsAListOnce() {
		long before = loads("listLoads");
		List<Product> books = productsOf("books");
		assertThat(books).hasSize(100).allSatisfy((book) -> assertThat(book.category()).isEqualTo("books"));
		assertThat(productsOf("books")).isEqualTo(books);
		assertThat(loads("listLoads")).isEqualTo(before + 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "", "a b%25&", "100 %" })
	void hasNothingInAnUnknownCategory(String category) {
		assertThat(productsOf(category)).isEmpty();
	}

	@Test
	void refusesAListWithoutACategory() {
		this.http.get().uri("/products").exchange().expectStatus().isBadRequest();
	}

	@Test
	void refusesACategoryThatCannotBe() {
		this.http.get()
			.uri("/products?category={category}", "\0")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("category must be at most 50 characters without control characters");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1200, 20_000 })
	void loadsACatalogueOfAnySizeOnce(int size) {
		long before = loads("catalogueLoads");
		List<Product> catalogue = catalogue(size);
		assertThat(catalogue).extracting(Product::id).doesNotHaveDuplicates().hasSize(size);
		assertThat(catalogue(size)).isEqualTo(catalogue);
		assertThat(loads("catalogueLoads")).isEqualTo(before + 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "20001", "99999999999", "many" })
	void refusesACatalogueOfAnotherSize(String size) {
		this.http.get()
			.uri("/catalogue/{size}", size)
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void changesAProduct() {
		Product before = product("10");
		Product changed = this.http.put()
			.uri("/products/10")
			.contentType(MediaType.APPLICATION_JSON)
			.body("""
					{"id": "11", "name": "Mat", "category": "home/sports 100%", "price": 12.5, "colour": "red"}""")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(Product.class)
			.returnResult()
			.getResponseBody();
		assertThat(changed).isEqualTo(new Product("10", "Mat", "home/sports 100%", new BigDecimal("12.50"),
				before.description(), before.releaseDate()));
		long loads = loads("productLoads");
		assertThat(product("10")).isEqualTo(changed);
		assertThat(loads("productLoads")).isEqualTo(loads);
		assertThat(productsOf("home/sports 100%")).containsExactly(changed);
		assertThat(productsOf(before.category())).doesNotContain(before).hasSize(99);
	}

	@Test
	void doesNotMakeANewProduct() {
		change("none", "{\"name\": \"a\", \"category\": \"b\", \"price\": 1}").expectStatus().isNotFound();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"name": " ", "category": "", "price": -1} | category must not be blank; name must not be blank; \
			price must be greater than or equal to 0
			{"price": null} | category must not be blank; name must not be blank; price must not be null
			{"name": "a", "category": "b", "price": 1.234} | price must have at most 7 digits before the point \
			and 2 after it
			{"name": "a", "category": "b", "price": 1e999999} | price must have at most 7 digits before the point \
			and 2 after it
			{"name": "a", "category": "\\ud800", "price": 1} | category must be at most 50 characters without \
			control characters
			{"name": "a", "category": "b", "price": "much"} | price has the wrong type
			{"name": {}, "category": "b", "price": 1} | name has the wrong type
			{"name": "a | the body is not a JSON object
			[] | the body is not a JSON object
			null | the body is not a JSON object
			""")
	void saysWhatIsWrongWithAChange(String body, String detail) {
		change("1", body).expectStatus().isBadRequest().expectBody().jsonPath("$.detail").isEqualTo(detail);
	}

	@Test
	void refusesABodyThatIsNotJson() {
		this.http.put()
			.uri("/products/1")
			.contentType(MediaType.TEXT_PLAIN)
			.body("a")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
	}

	private RestTestClient.ResponseSpec change(String id, String body) {
		return this.http.put().uri("/products/{id}", id).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	private Product product(String id) {
		return this.http.get()
			.uri("/products/{id}", id)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(Product.class)
			.getResponseBody();
	}

	private List<Product> productsOf(String category) {
		return list("/products?category={category}", category);
	}

	private List<Product> catalogue(int size) {
		return list("/catalogue/{size}", size);
	}

	private List<Product> list(String uri, Object variable) {
		return this.http.get()
			.uri(uri, variable)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(PRODUCTS)
			.getResponseBody();
	}

	private long loads(String counter) {
		return this.stats.counter(counter).sum();
	}

}
