package io.github.dynamodbtoolkit.spring.dashboard;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.github.dynamodbtoolkit.spring.WebApplication;
import io.github.dynamodbtoolkit.spring.WebApplication.Answer;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoint and dashboard with Spring Security and no filter chain of the application's
 * own.
 */
class SecuredDashboardTests {

	private static final String PATH = "/actuator/dynamodbtoolkit";

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private static WebApplication application;

	@BeforeAll
	static void start() {
		application = WebApplication.startSecured(dynamoDb, "--management.endpoints.web.exposure.include=*",
				"--toolkit.dynamodb.flags.enabled=false", "--toolkit.dynamodb.dashboard.enabled=true",
				"--toolkit.dynamodb.dashboard.read-only=false",
				"--management.endpoint.dynamodbtoolkit.access=unrestricted",
				"--management.endpoint.dynamodbtoolkit.show-values=when-authorized",
				"--toolkit.dynamodb.rate-limit.resources.supplier.limit=20",
				"--toolkit.dynamodb.rate-limit.resources.supplier.window=1h", "--spring.security.user.name=ann",
				"--spring.security.user.password=secret");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	/** CVE-2026-40976: starters like this one left all endpoints open. */
	@ParameterizedTest
	@ValueSource(strings = { "", "/env", "/beans", "/metrics", "/heapdump", "/threaddump", "/loggers", "/caches",
			"/dynamodbtoolkit", "/dynamodbtoolkit/limits", "/dynamodbtoolkit/dashboard", "/dynamodbtoolkit/dashboard/",
			"/dynamodbtoolkit/dashboard/dashboard.js", "/dynamodbtoolkit/dashboard/session" })
	void showsNobodyAnythingButHealth(String path) {
		assertThat(application.get("/actuator" + path).status()).isEqualTo(401);
		assertThat(application.get("/actuator/health").status()).isEqualTo(200);
	}

	@Test
	void showsUsersTheDashboard() {
		assertThat(application.send(by("/dashboard/")).status()).isEqualTo(200);
		assertThat(application.send(by("/limits")).status()).isEqualTo(200);
	}

	@Test
	void changesSomethingWithTheTokenOfTheSession() {
		Answer session = application.send(by("/dashboard/session"));
		String cookie = session.header("Set-Cookie").replaceFirst(";.*", "");
		JsonNode token = session.json().path("csrf");
		HttpRequest.Builder with = change().header("Cookie", cookie)
			.header(token.path("name").asString(), token.path("value").asString());
		assertThat(application.send(with).status()).isEqualTo(204);
		assertThat(application.send(change().header("Cookie", cookie)).status()).isIn(401, 403);
	}

	private static HttpRequest.Builder change() {
		return by("/dashboard/limits").header("X-DynamoDB-Toolkit", "dashboard")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"name\":\"supplier\",\"limit\":7}"));
	}

	private static HttpRequest.Builder by(String path) {
		byte[] credentials = "ann:secret".getBytes(StandardCharsets.UTF_8);
		return application.request(PATH + path)
			.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
	}

}
