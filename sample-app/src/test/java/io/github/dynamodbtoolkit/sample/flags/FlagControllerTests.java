package io.github.dynamodbtoolkit.sample.flags;

import io.github.dynamodbtoolkit.sample.ShopTest;
import io.github.dynamodbtoolkit.test.WithFlag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class FlagControllerTests {

	@Autowired
	private RestTestClient http;

	@Test
	void saysWhatAFlagIsForSomebodyAndWhy() {
		evaluation("/flags/new-checkout?user=ada", """
				{"key": "new-checkout", "value": true, "reason": "TARGETING_MATCH", "variant": "0"}""");
		evaluation("/flags/new-checkout?user=bob", """
				{"key": "new-checkout", "value": false, "reason": "DEFAULT", "variant": "1"}""");
		evaluation("/flags/new-checkout?user=bob&country=nz", """
				{"key": "new-checkout", "value": true, "reason": "TARGETING_MATCH", "variant": "0"}""");
		evaluation("/flags/nothing", """
				{"key": "nothing", "value": null, "reason": "ERROR", "variant": null}""");
	}

	@Test
	void flagThatIsWrittenCountsAtOnce() {
		String limits = """
				{"key": "limits", "version": 7, "on": %s, "variations": [{"orders": 5, "names": ["a"]}, {"orders": 0}],
				 "offVariation": 1, "fallthrough": {"variation": 0}}""";
		for (int i = 0; i < 3; i++) {
			write("/flags/limits", limits.formatted("true")).expectStatus().isOk();
			evaluation("/flags/limits", """
					{"key": "limits", "value": {"orders": 5, "names": ["a"]}, "reason": "DEFAULT", "variant": "0"}""");
			write("/flags/limits", limits.formatted("false")).expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.version")
				.isEqualTo(2 * i + 2);
			evaluation("/flags/limits", """
					{"key": "limits", "value": {"orders": 0}, "reason": "DISABLED", "variant": "1"}""");
		}
	}

	@Test
	void checkoutIsThereForWhomTheFlagIsOn() {
		this.http.get().uri("/checkout?user=ada").exchange().expectStatus().isOk().expectBody().json("""
				{"user": "ada", "text": "Welcome to the new checkout."}""");
		this.http.get()
			.uri("/checkout?user=bob")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	@WithFlag("new-checkout")
	void flagOfATestIsForEverybody() {
		this.http.get().uri("/checkout?user=bob").exchange().expectStatus().isOk();
		this.http.get().uri("/flags/theme").exchange().expectBody().jsonPath("$.value").isNotEmpty();
	}

	@Test
	void refusesWhatIsNoFlag() {
		problem("{", 400, "The definition of flag 'new-checkout' is not JSON: ");
		problem("{\"key\": \"other\"}", 400, "The definition of flag 'new-checkout' has the key 'other'.");
		problem("{\"on\": true, \"variations\": [1], \"fallthrough\": {\"variation\": 4}}", 400,
				"Flag 'new-checkout' is not valid: fallthrough serves variation 4, there are 0 to 0.");
	}

	private void problem(String body, int status, String detail) {
		write("/flags/new-checkout", body).expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.value((text) -> assertThat((String) text).startsWith(detail));
	}

	private RestTestClient.ResponseSpec write(String path, String body) {
		return this.http.put().uri(path).contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	private void evaluation(String path, String expected) {
		this.http.get().uri(path).exchange().expectStatus().isOk().expectBody().json(expected);
	}

}
