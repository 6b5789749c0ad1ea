package io.github.dynamodbtoolkit.sample.quotes;

import java.net.URI;

import io.github.dynamodbtoolkit.sample.ShopTest;
import io.github.dynamodbtoolkit.sample.stats.Stats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class QuoteControllerTests {

	@Autowired
	private RestTestClient http;

	@Autowired
	private Stats stats;

	@ParameterizedTest
	@ValueSource(strings = { "/quotes/7", "/quotes/7?priority=user", "/quotes/a%20b?priority=background" })
	void asksTheSupplier(String path) {
		long before = this.stats.counter("supplierCalls").sum();
		Quote quote = this.http.get()
			.uri(URI.create(path))
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(Quote.class)
			.getResponseBody();
		assertThat(quote.id()).isEqualTo(path.startsWith("/quotes/7") ? "7" : "a b");
		assertThat(quote.price()).isPositive();
		assertThat(this.stats.counter("supplierCalls").sum()).isEqualTo(before + 1);
	}

	@Test
	void refusesAnotherPriority() {
		this.http.get()
			.uri("/quotes/7?priority=none")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("priority must be user or background");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "3601", "x" })
	void refusesAThrottleThatCannotBe(String seconds) {
		this.http.post()
			.uri("/supplier/throttle?seconds={seconds}", seconds)
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

}
