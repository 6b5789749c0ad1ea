package io.github.dynamodbtoolkit.sample.stats;

import io.github.dynamodbtoolkit.sample.ShopTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

@ShopTest
class StatsControllerTests {

	@Autowired
	private RestTestClient http;

	@Test
	void countsAndBeginsAnew() {
		reset();
		this.http.get().uri("/products/fresh").exchange();
		this.http.get().uri("/products?category=fresh").exchange();
		this.http.get().uri("/catalogue/7").exchange();
		expect("{\"productLoads\": 1, \"listLoads\": 1, \"catalogueLoads\": 1}");
		reset();
		expect("{\"productLoads\": 0, \"listLoads\": 0, \"catalogueLoads\": 0}");
	}

	private void reset() {
		this.http.delete().uri("/stats").exchange().expectStatus().isNoContent();
	}

	private void expect(String counts) {
		this.http.get().uri("/stats").exchange().expectStatus().isOk().expectBody().json(counts);
	}

}
