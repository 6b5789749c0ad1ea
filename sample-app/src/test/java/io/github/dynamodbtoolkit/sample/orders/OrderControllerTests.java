package io.github.dynamodbtoolkit.sample.orders;

import java.util.UUID;

import io.github.dynamodbtoolkit.sample.ShopTest;
import io.github.dynamodbtoolkit.sample.stats.Stats;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class OrderControllerTests {

	private static final String BODY = """
			{"product": "4", "quantity": 2, "price": 104.90, "gift": true, "to": {"name": "Ada", "tags": ["a", null]}}
			""";

	private final String key = UUID.randomUUID().toString();

	@Autowired
	private RestTestClient http;

	@Autowired
	private Stats stats;

	@Test
	void createsAnOrderOnce() {
		long before = created();
		String first = order(BODY);
		assertThat(order(BODY)).isEqualTo(first).contains("\"product\":\"4\"", "\"quantity\":2", "\"name\":\"Ada\"");
		assertThat(order(BODY.replace(" ", ""))).isEqualTo(first);
		assertThat(created()).isEqualTo(before + 1);
	}

	@Test
	void refusesAnotherBodyUnderTheSameKey() {
		order(BODY);
		post(BODY.replace("2", "3")).expectStatus()
			.isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void refusesRequestsWithoutKey() {
		this.http.post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body(BODY)
			.exchange()
			.expectStatus()
			.isBadRequest();
	}

	private String order(String body) {
		return post(body).expectStatus().isCreated().expectBody(String.class).returnResult().getResponseBody();
	}

	private RestTestClient.ResponseSpec post(String body) {
		return this.http.post()
			.uri("/orders")
			.header("Idempotency-Key", this.key)
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange();
	}

	private long created() {
		return this.stats.counter("ordersCreated").sum();
	}

}
