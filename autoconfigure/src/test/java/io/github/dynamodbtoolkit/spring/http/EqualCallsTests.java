package io.github.dynamodbtoolkit.spring.http;

import java.net.URI;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.MockClientHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

class EqualCallsTests {

	private static final EqualCalls ALL = EqualCalls.IN_ALL_HEADERS;

	private static final EqualCalls NAMED = new EqualCalls(Set.of("X-Tenant"));

	@Test
	void equalCallsHaveOneKey() {
		assertThat(key(ALL, "GET", "/a?b=c", "Accept", "text/plain", "X-B", "2"))
			.isEqualTo(key(ALL, "GET", "/a?b=c", "x-b", "2", "ACCEPT", "text/plain"))
			.matches("[0-9a-f]{64}");
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, /a, X-A, 1", "GET, /b, X-A, 1", "GET, /a?, X-A, 1", "GET, /A, X-A, 1", "GET, /a%2F, X-A, 1",
			"GET, /a, X-A, 2", "GET, /a, X-A1, ''", "GET, /a, X-B, 1", "GET, /a?X-A=1, X-A, 1" })
	void otherCallsHaveAnotherKey(String method, String path, String header, String value) {
		assertThat(key(ALL, method, path, header, value)).isNotNull().isNotEqualTo(key(ALL, "GET", "/a", "X-A", "1"));
	}

	@Test
	void partsAreNotMixedUp() {
		assertThat(key(ALL, "GET", "/a", "X", "1", "X", "2")).isNotEqualTo(key(ALL, "GET", "/a", "X", "1, 2"))
			.isNotEqualTo(key(ALL, "GET", "/a", "X", "12"));
		assertThat(ALL.keyOf("one", "http://b", request("GET", "/a")))
			.isNotEqualTo(ALL.keyOf("onehttp:", "//b", request("GET", "/a")))
			.isNotEqualTo(ALL.keyOf("two", "http://b", request("GET", "/a")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND" })
	void onlyGetAndHeadHaveEquals(String method) {
		assertThat(key(ALL, method, "/a")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "authorization", "Cookie", "Cookie2", "Proxy-Authorization" })
	void credentialsHaveNoEquals(String header) {
		assertThat(key(ALL, "GET", "/a", header, "secret")).isNull();
		assertThat(key(NAMED, "GET", "/a", header, "")).isNull();
	}

	@Test
	void userInfoHasNoEquals() {
		assertThat(ALL.keyOf("r", "o", new MockClientHttpRequest(HttpMethod.GET, URI.create("http://a:b@c/"))))
			.isNull();
	}

	@Test
	void whoForbidsToStoreHasNoEquals() {
		assertThat(key(ALL, "GET", "/a", "Cache-Control", "max-age=0, No-Store")).isNull();
		assertThat(key(ALL, "GET", "/a", "Cache-Control", "no-cache")).isNotNull();
	}

	@Test
	void tracingMakesNoDifference() {
		assertThat(key(ALL, "GET", "/a", "traceparent", "00-1", "tracestate", "a", "b3", "1"))
			.isEqualTo(key(ALL, "GET", "/a", "traceparent", "00-2"));
	}

	@Test
	void onlyNamedHeadersAndThoseOfHttpMakeADifferenceIfAnyAreNamed() {
		assertThat(key(NAMED, "GET", "/a", "X-Request-Id", "1")).isEqualTo(key(NAMED, "GET", "/a"));
		assertThat(key(NAMED, "GET", "/a", "x-tenant", "1")).isNotEqualTo(key(NAMED, "GET", "/a", "x-tenant", "2"));
		for (String header : new String[] { "Accept", "Accept-Language", "Host", "Range", "If-None-Match" }) {
			assertThat(key(NAMED, "GET", "/a", header, "1")).isNotEqualTo(key(NAMED, "GET", "/a", header, "2"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Cache-Control | public                        | true
			Cache-Control | max-age=60                    | true
			Cache-Control | no-cache                      | true
			Cache-Control | private                       | false
			Cache-Control | PRIVATE                       | false
			Cache-Control | max-age=60 ,  private , x     | false
			Cache-Control | private="x, public"           | false
			Cache-Control | "private"                     | true
			Cache-Control | x="a, private", y             | true
			Cache-Control | x="a\\", private, z"          | true
			Cache-Control | no-store                      | false
			Cache-Control | max-age=60, no-store=x        | false
			Cache-Control | public, private, no-store     | false
			Set-Cookie    | a=b                           | false
			set-cookie2   | a=b                           | false
			Authentication-Info | nextnonce="x"           | false
			Vary          | *                             | false
			Vary          | Accept, *                     | false
			Vary          | Accept,,accept                | true
			Vary          | Origin                        | true
			Vary          | traceparent                   | false
			ETag          | "a"                           | true
			""")
	void knowsWhatIsForAll(String header, String value, boolean forAll) {
		HttpHeaders headers = new HttpHeaders();
		headers.add(header, value);
		assertThat(ALL.isForAll(headers)).isEqualTo(forAll);
	}

	@Test
	void answerThatVariesByAHeaderThatIsNotLookedAtIsNotForAll() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Vary", "Accept, X-Tenant");
		assertThat(NAMED.isForAll(headers)).isTrue();
		headers.add("Vary", "X-User");
		assertThat(NAMED.isForAll(headers)).isFalse();
	}

	@Test
	void oneDirectiveInASecondLineCounts() {
		HttpHeaders headers = new HttpHeaders();
		headers.add("Cache-Control", "max-age=60");
		headers.add("Cache-Control", "private");
		assertThat(ALL.isForAll(headers)).isFalse();
	}

	private static String key(EqualCalls equal, String method, String path, String... headers) {
		return equal.keyOf("resource", "http://example.com", request(method, path, headers));
	}

	private static MockClientHttpRequest request(String method, String path, String... headers) {
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.valueOf(method),
				URI.create("http://example.com" + path));
		for (int i = 0; i < headers.length; i += 2) {
			request.getHeaders().add(headers[i], headers[i + 1]);
		}
		return request;
	}

}
