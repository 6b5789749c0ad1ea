package io.github.dynamodbtoolkit.spring.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.MockClientHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HttpResourcesTests {

	private static final HttpResourceResolver NOBODY = (request) -> null;

	@ParameterizedTest
	@CsvSource({ "https://api.example.com/a?b#c, https://api.example.com",
			"HTTPS://API.Example.com, https://api.example.com", "https://example.com:443/, https://example.com",
			"http://example.com:80, http://example.com", "http://example.com:443, http://example.com:443",
			"https://example.com:8443/a, https://example.com:8443", "http://u:p@example.com:80/, http://example.com",
			"http://[::1]:80/, http://[::1]", "http://my_service:9000/x, http://my_service:9000" })
	void originIsAsBrowsersWriteIt(String url, String origin) {
		assertThat(Origins.of(URI.create(url))).isEqualTo(origin);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a", "a/b", "mailto:a@b.example", "file:/a" })
	void whatHasNoOriginIsNotHeldToAnything(String url) {
		assertThat(Origins.of(URI.create(url))).isNull();
	}

	@Test
	void originThatIsTooLongIsNotHeldToAnything() {
		assertThat(Origins.of(URI.create("https://" + "a".repeat(248) + "/"))).isNull();
		assertThat(Origins.of(URI.create("https://" + "a".repeat(247) + "/"))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "https://one.example/, one", "https://one.example, one", "https://one.example/v2, one",
			"https://one.example/v1, v1", "https://one.example/v1/a/b, v1", "https://one.example/v1/a/b?x=/v1/best, v1",
			"https://one.example/v1/best, best", "https://one.example/quotes/7, one",
			"https://two.example/quotes/7, quotes", "http://one.example/v1, http://one.example",
			"https://one.example:8443/v1, https://one.example:8443", "https://three.example/, https://three.example" })
	void bestMatchCounts(String url, String resource) {
		HttpResources resources = new HttpResources(Map.of(),
				Map.of("one", List.of("https://ONE.example:443"), "v1", List.of("https://one.example/v1/**"), "best",
						List.of("https://one.example/v1/best"), "quotes", List.of("/quotes/{id}")),
				NOBODY);
		assertThat(name(resources, url)).isEqualTo(resource);
	}

	@Test
	void resolverIsAskedFirst() {
		HttpResources resources = new HttpResources(Map.of(), Map.of("one", List.of("https://one.example")),
				(request) -> request.getURI().getPath().startsWith("/special") ? "special" : null);
		assertThat(name(resources, "https://one.example/special")).isEqualTo("special");
		assertThat(name(resources, "https://one.example/")).isEqualTo("one");
	}

	@Test
	void tagsAreConfiguredNames() {
		HttpResource configured = HttpResource.named("one");
		HttpResources resources = new HttpResources(Map.of("one", configured), Map.of(), NOBODY);
		assertThat(resources.tag(configured)).isEqualTo("one");
		assertThat(resources.tag(HttpResource.named("https://evil.example"))).isEqualTo("default");
	}

	@Test
	void waitsNoNegativeTime() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HttpResource("one", true, null, null, Duration.ofSeconds(-1), DelayHeaders.STANDARD))
			.withMessage("max-wait must not be negative, got -1s");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "api.example.com", "https://", "https:///a", "https://a b/", "/a/{", "ftp" })
	void mistakesAreExplained(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> HttpResources.requireUrl(url))
			.withMessage("is not a URL that can be matched: write an origin such as https://api.example.com, "
					+ "a path such as /v1/**, or both.");
	}

	private static String name(HttpResources resources, String url) {
		URI uri = URI.create(url);
		return resources.find(new MockClientHttpRequest(HttpMethod.GET, uri), Origins.of(uri)).name();
	}

}
