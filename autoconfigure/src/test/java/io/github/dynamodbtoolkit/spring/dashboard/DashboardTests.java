package io.github.dynamodbtoolkit.spring.dashboard;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.spring.WebApplication;
import io.github.dynamodbtoolkit.spring.WebApplication.Answer;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.RecordingMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard over HTTP: what protects it, and what it lets through.
 */
class DashboardTests {

	private static final String PATH = "/actuator/dynamodbtoolkit/dashboard";

	private static final String OWN_HEADER = "X-DynamoDB-Toolkit";

	private static final String CHANGE = "{\"name\":\"supplier\",\"limit\":7}";

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static WebApplication application;

	private static RateLimiter limiter;

	@BeforeAll
	static void start() {
		application = start("--management.endpoint.dynamodbtoolkit.access=unrestricted",
				"--toolkit.dynamodb.dashboard.read-only=false");
		limiter = application.bean(RateLimiter.class);
	}

	private static WebApplication start(String... arguments) {
		return WebApplication.start(dynamoDb, arguments(arguments));
	}

	private static String[] arguments(String... further) {
		List<String> arguments = new ArrayList<>(List.of("--toolkit.dynamodb.dashboard.enabled=true",
				"--management.endpoints.web.exposure.include=dynamodbtoolkit,health",
				"--toolkit.dynamodb.rate-limit.resources.supplier.limit=20",
				"--toolkit.dynamodb.rate-limit.resources.supplier.window=1h"));
		arguments.addAll(List.of(further));
		return arguments.toArray(String[]::new);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void isOffUnlessAskedForAndNothingWithoutItsEndpoint() {
		try (WebApplication off = WebApplication.start(dynamoDb,
				"--management.endpoints.web.exposure.include=dynamodbtoolkit")) {
			assertThat(off.get(PATH + "/").status()).isEqualTo(404);
		}
		try (WebApplication hidden = WebApplication.start(dynamoDb, "--toolkit.dynamodb.dashboard.enabled=true")) {
			assertThat(hidden.get(PATH + "/").status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/, text/html", "/dashboard.css, text/css", "/dashboard.js, text/javascript",
			"/icon.svg, image/svg+xml", "/session, application/json", "/nothing, application/json" })
	void sendsEverythingWithHeadersThatProtectIt(String file, String type) {
		Answer answer = application.get(PATH + file);
		assertThat(answer.status()).isEqualTo(file.equals("/nothing") ? 404 : 200);
		assertThat(answer.header("Content-Type")).startsWith(type);
		assertThat(answer.header("Content-Security-Policy"))
			.isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
					+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
		assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	void hasNoScriptOrStyleInItsPageAndBuildsNoHtml() {
		assertThat(application.get(PATH + "/").body()).doesNotContain("<style", " style=", " onclick", "javascript:")
			.containsPattern("<script src=\"dashboard.js\" type=\"module\"></script>");
		assertThat(application.get(PATH + "/dashboard.js").body()).doesNotContain("innerHTML", "outerHTML",
				"insertAdjacentHTML", "document.write", "eval(", "new Function", "localStorage");
	}

	@Test
	void leadsIntoItsFolder() {
		Answer answer = application.get(PATH);
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).isEqualTo("dashboard/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/..%2f..%2fapplication.properties", "/%00", "/index.html;jsessionid=1",
			"/DashboardServlet.class" })
	void givesNothingButItsFiles(String file) {
		assertThat(application.get(PATH + file).status()).isIn(200, 400, 404);
		assertThat(application.get(PATH + file).body()).doesNotContain("toolkit.dynamodb", "CAFEBABE");
	}

	@Test
	void letsThePageChangeSomething() {
		assertThat(application.send(own("/limits", CHANGE)).status()).isEqualTo(204);
		assertThat(limit()).isEqualTo(7);
		limiter.acquire(RateLimitRequest.of("supplier").withPermits(3));
		Answer reset = application
			.send(application.request(PATH + "/limits?name=supplier").header(OWN_HEADER, "x").DELETE());
		assertThat(reset.status()).isEqualTo(204);
		assertThat(limiter.status(RateLimitRequest.of("supplier")).levels().get(0).remaining()).isEqualTo(7);
		assertThat(application.send(own("/nothing", CHANGE)).status()).isEqualTo(404);
		assertThat(application.send(own("/dashboard", CHANGE)).status()).isEqualTo(404);
		assertThat(application.send(own("/limits", "{\"name\":\"supplier\",\"limit\":-1}"))
			.json()
			.path("error")
			.asString()).isEqualTo("limit must be ≥ 0, got -1");
		application.send(own("/limits", "{\"name\":\"supplier\"}"));
	}

	@Test
	void doesNotLetAnotherSiteChangeAnything() {
		Map<String, HttpRequest.Builder> attempts = Map.of("no header of ours",
				application.request(PATH + "/limits").header("Content-Type", "application/json"), "a form",
				application.request(PATH + "/limits")
					.header("Content-Type", "application/x-www-form-urlencoded")
					.header("Origin", "https://evil.example"),
				"fetch without CORS",
				application.request(PATH + "/limits")
					.header("Content-Type", "text/plain")
					.header("Sec-Fetch-Site", "cross-site"),
				"a foreign origin", own("/limits", CHANGE).header("Origin", "https://evil.example"),
				"an origin that is hidden", own("/limits", CHANGE).header("Origin", "null"), "an origin like ours",
				own("/limits", CHANGE).header("Origin", "http://127.0.0.1.evil.example:" + application.port()),
				"another port", own("/limits", CHANGE).header("Origin", "http://127.0.0.1:1"), "a sibling site",
				own("/limits", CHANGE).header("Sec-Fetch-Site", "same-site"), "no URL",
				own("/limits", CHANGE).header("Origin", "http://%%%"));
		attempts.forEach((name, attempt) -> {
			Answer answer = application.send(attempt.POST(BodyPublishers.ofString(CHANGE)));
			assertThat(answer.status()).as(name).isEqualTo(403);
			assertThat(answer.body()).as(name).isEqualTo("{\"error\":\"Only the dashboard itself may send this.\"}");
		});
		assertThat(application.delete(PATH + "/limits?name=supplier").status()).isEqualTo(403);
		assertThat(limit()).isEqualTo(20);
	}

	@Test
	void takesItsOwnOrigin() {
		String origin = "http://127.0.0.1:" + application.port();
		assertThat(application
			.send(own("/limits", "{\"name\":\"supplier\"}").header("Origin", origin)
				.header("Sec-Fetch-Site", "same-origin"))
			.status()).isEqualTo(204);
	}

	@Test
	void takesOnlyJsonOfADecentSize() {
		HttpRequest.Builder text = application.request(PATH + "/limits")
			.header(OWN_HEADER, "x")
			.header("Content-Type", "text/plain")
			.POST(BodyPublishers.ofString(CHANGE));
		assertThat(application.send(text).status()).isEqualTo(415);
		assertThat(application.send(own("/limits", "x".repeat(10_000_000))).status()).isEqualTo(413);
		byte[] body = CHANGE.getBytes();
		HttpRequest.Builder chunked = application.request(PATH + "/limits")
			.header(OWN_HEADER, "x")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofByteArrays(List.of(body)));
		assertThat(application.send(chunked).status()).isEqualTo(411);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "PATCH" })
	void knowsNoOtherMethods(String method) {
		assertThat(application.send(application.request(PATH + "/limits").method(method, BodyPublishers.noBody()))
			.status()).isEqualTo(405);
	}

	@Test
	void changesNothingByReading() {
		RecordingMetrics calls = application.bean(RecordingMetrics.class);
		calls.reset();
		for (String path : List.of("/", "/session", "/limits?name=supplier&limit=1", "/dashboard.js")) {
			application.get(PATH + path);
		}
		assertThat(calls.operations()).isEmpty();
		assertThat(limit()).isEqualTo(20);
	}

	@ParameterizedTest
	@CsvSource({ "read-only, false", "unrestricted, true" })
	void isReadOnlyUnlessBothPermitMore(String access, boolean readOnly) {
		try (WebApplication careful = start("--management.endpoint.dynamodbtoolkit.access=" + access,
				"--toolkit.dynamodb.dashboard.read-only=" + readOnly)) {
			assertThat(careful.get(PATH + "/session").json().path("readOnly").asBoolean()).isTrue();
			Answer answer = careful.send(careful.request(PATH + "/limits")
				.header(OWN_HEADER, "x")
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(CHANGE)));
			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.body()).isEqualTo("{\"error\":\"The dashboard is read-only.\"}");
		}
	}

	@Test
	void isOnThePortOfTheManagement() {
		try (WebApplication apart = start("--management.server.port=0",
				"--management.endpoint.dynamodbtoolkit.access=unrestricted",
				"--toolkit.dynamodb.dashboard.read-only=false")) {
			int port = Integer.parseInt(apart.property("local.management.port"));
			assertThat(apart.get(PATH + "/").status()).isEqualTo(404);
			assertThat(apart.send(apart.request(port, PATH + "/")).body()).contains("DynamoDB Toolkit");
			assertThat(apart.send(apart.request(port, "/actuator/dynamodbtoolkit")).status()).isEqualTo(200);
			Answer changed = apart.send(apart.request(port, PATH + "/limits")
				.header(OWN_HEADER, "x")
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"name\":\"supplier\"}")));
			assertThat(changed.status()).isEqualTo(204);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--unused", "--management.server.port=0" })
	void givesThePageTheTokensOfTheApplication(String argument) {
		try (WebApplication own = start("--spring.main.sources=" + OwnTokens.class.getName(), argument,
				"--management.endpoint.dynamodbtoolkit.access=unrestricted",
				"--toolkit.dynamodb.dashboard.read-only=false")) {
			int port = Integer.parseInt(own.property("local.management.port"));
			JsonNode token = own.send(own.request(port, PATH + "/session")).json().path("csrf");
			assertThat(token.path("name").asString()).isEqualTo("X-Own");
			assertThat(token.path("value").asString()).isEqualTo("token");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTokens {

		@Bean
		CsrfTokens ownTokens() {
			return (request) -> new CsrfTokens.Header("X-Own", "token");
		}

	}

	@Test
	void followsTheEndpointsPath() {
		try (WebApplication moved = start("--server.servlet.context-path=/shop", "--spring.mvc.servlet.path=/api",
				"--management.endpoints.web.base-path=/manage",
				"--management.endpoints.web.path-mapping.dynamodbtoolkit=db",
				"--management.endpoint.dynamodbtoolkit.access=unrestricted",
				"--toolkit.dynamodb.dashboard.read-only=false")) {
			String path = "/shop/api/manage/db";
			assertThat(moved.get(path).status()).isEqualTo(200);
			assertThat(moved.get(path + "/dashboard/").status()).isEqualTo(200);
			Answer changed = moved.send(moved.request(path + "/dashboard/limits")
				.header(OWN_HEADER, "x")
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"name\":\"supplier\"}")));
			assertThat(changed.status()).isEqualTo(204);
		}
	}

	private static HttpRequest.Builder own(String section, String body) {
		return application.request(PATH + section)
			.header(OWN_HEADER, "dashboard")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body));
	}

	private static long limit() {
		return limiter.status(RateLimitRequest.of("supplier")).levels().get(0).limit().limit();
	}

}
