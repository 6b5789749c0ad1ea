package io.github.dynamodbtoolkit.sample;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class HomePageTests {

	@Autowired
	private RestTestClient http;

	@Test
	void isHtml() {
		this.http.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_HTML);
	}

	@Test
	void hasNoDeadLink() {
		List<String> links = links();
		assertThat(links).hasSizeGreaterThan(8);
		assertThat(links).allSatisfy((link) -> {
			int status = this.http.get().uri("/" + link).exchange().returnResult().getStatus().value();
			assertThat(status).isEqualTo(link.equals("products/none") ? 404 : 200);
		});
	}

	private List<String> links() {
		String page = this.http.get().uri("/").exchange().returnResult(String.class).getResponseBody();
		return Pattern.compile("<a href=\"([^\"]+)\"")
			.matcher(page)
			.results()
			.map((MatchResult link) -> link.group(1))
			.toList();
	}

}
