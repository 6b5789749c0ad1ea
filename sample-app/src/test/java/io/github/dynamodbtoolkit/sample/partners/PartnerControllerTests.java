package io.github.dynamodbtoolkit.sample.partners;

import io.github.dynamodbtoolkit.sample.ShopTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class PartnerControllerTests {

	@Autowired
	private RestTestClient http;

	@ParameterizedTest
	@CsvSource({ "nobody, 401", "disabled-key, 403" })
	void refusesWhoMayNotAsk(String key, int status) {
		this.http.get()
			.uri("/partner/orders")
			.header("X-App-Key", key)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(status);
	}

	@Test
	void asksForAKey() {
		this.http.get().uri("/partner/orders").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void tellsAPartnerOfItsLimit() {
		this.http.get()
			.uri("/partner/orders")
			.header("X-App-Key", "partner-key")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("RateLimit-Policy", "\"app-reads\";q=10;w=1")
			.expectHeader()
			.exists("RateLimit")
			.expectBody()
			.jsonPath("$.app")
			.isEqualTo("partner");
	}

	@Test
	void unlimitedAppMayAskOften() {
		for (int i = 0; i < 30; i++) {
			this.http.get()
				.uri("/partner/orders")
				.header("X-App-Key", "unlimited-key")
				.exchange()
				.expectStatus()
				.isOk()
				.expectHeader()
				.doesNotExist("RateLimit");
		}
	}

	@Test
	void callingAppIsATagOfTheRequests() {
		// Whoever has read the whole answer is counted.
		this.http.get()
			.uri("/partner/orders")
			.header("X-App-Key", "unlimited-key")
			.exchange()
			.expectBody()
			.jsonPath("$.app")
			.isEqualTo("unlimited");
		String meters = this.http.get()
			.uri("/actuator/prometheus")
			.exchange()
			.returnResult(String.class)
			.getResponseBody();
		assertThat(meters).containsPattern("http_server_requests_seconds_count\\{app=\"unlimited\"");
	}

}
