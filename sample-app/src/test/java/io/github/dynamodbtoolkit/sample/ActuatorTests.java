package io.github.dynamodbtoolkit.sample;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class ActuatorTests {

	@Autowired
	private RestTestClient http;

	@Test
	void saysThatTheShopIsWell() {
		this.http.get().uri("/actuator/health").exchange().expectBody().jsonPath("$.status").isEqualTo("UP");
	}

	@Test
	void metersEachCache() {
		this.http.get().uri("/products/1").exchange();
		this.http.get()
			.uri("/actuator/metrics/cache.gets?tag=cache:products")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.measurements[0].value")
			.value((value) -> assertThat((Double) value).isPositive());
	}

	@Test
	void metersForPrometheus() {
		String meters = this.http.get()
			.uri("/actuator/prometheus")
			.exchange()
			.returnResult(String.class)
			.getResponseBody();
		assertThat(meters).contains("cache_gets_total{cache=\"products\"");
	}

	@Test
	void listsTheCaches() {
		this.http.get()
			.uri("/actuator/caches")
			.exchange()
			.expectBody()
			.jsonPath("$.cacheManagers.*.caches['products', 'product-lists', 'catalogue'].target")
			.value((targets) -> assertThat((List<?>) targets).hasSize(3));
	}

}
