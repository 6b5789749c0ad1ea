package io.github.dynamodbtoolkit.sample.flags;

import io.github.dynamodbtoolkit.test.WithFlag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The checkout with its flag on and off, without DynamoDB. The application has
 * {@code @EnableCaching}, so there must be caches.
 */
@WebMvcTest(controllers = CheckoutController.class, properties = "spring.cache.type=none")
@ImportAutoConfiguration(CacheAutoConfiguration.class)
class CheckoutControllerTests {

	@Autowired
	private MockMvcTester http;

	@Test
	@WithFlag("new-checkout")
	void isThere() {
		assertThat(this.http.get().uri("/checkout?user=bob")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.user")
			.isEqualTo("bob");
	}

	@Test
	@WithFlag(value = "new-checkout", is = "false")
	void isNotThereYet() {
		assertThat(this.http.get().uri("/checkout?user=ada")).hasStatus(404);
	}

	@Test
	void isNotThereWithoutFlags() {
		assertThat(this.http.get().uri("/checkout?user=ada")).hasStatus(404);
	}

}
