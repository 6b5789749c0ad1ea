package io.github.dynamodbtoolkit.sample.dashboard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.sample.SampleApplication;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the dashboard shows while tables give no answer, or may not be asked: nothing that
 * is not so.
 */
@EnabledIf("io.github.dynamodbtoolkit.sample.dashboard.DashboardBrowserTests#hasBrowser")
class DashboardWithoutTablesTests {

	@TempDir
	private Path directory;

	private Browser browser;

	@BeforeEach
	void start() throws Exception {
		this.browser = Browser.start();
		this.browser.resize(1280, 900, false);
	}

	@AfterEach
	void stop() throws IOException {
		this.browser.close();
	}

	@Test
	void tellsWhatItKnowsInAnOutageAndWhatItDoesNot() {
		DynamoDbLocalServer dynamoDb = DynamoDbLocalServer.start();
		try (ConfigurableApplicationContext shop = shop(dynamoDb.endpoint())) {
			use(shop);
			dynamoDb.close();
			open(shop);
			assertThat(text("#pulse")).matches("Live, but \\d sections could not be read in full");
			assertThat(text("#hot-note")).endsWith(" 1 since the start");
			assertThat(text("#refused-note")).isEqualTo("0 of 1 request since the start");
			assertThat(text("#caches")).contains("Shown is what this instance knows without.", "products");
			assertThat(text("#limits")).contains("Shown is what this instance knows without.", "supplier",
					"its fill could not be read");
			letRoundsPass();
			for (String section : new String[] { "flags", "tags" }) {
				assertThat(text("#" + section)).contains("DynamoDB table", "–, could not be read")
					.doesNotContain("There are no");
				assertThat(text(".nav a[href='#" + section + "']")).contains("–").doesNotContain("0");
			}
		}
	}

	@Test
	void tellsWhatIsNotPermittedAndWhatWouldMendIt() throws IOException {
		HttpServer refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		refusing.createContext("/", DashboardWithoutTablesTests::refuse);
		refusing.start();
		URI endpoint = URI.create("http://127.0.0.1:" + refusing.getAddress().getPort());
		try (ConfigurableApplicationContext shop = shop(endpoint, "--toolkit.dynamodb.initialize-schema=never")) {
			use(shop);
			open(shop);
			assertThat(text("#caches")).contains("Query is not permitted. Allow dynamodb:Query on this table in the "
					+ "policy of these credentials. Shown is what this instance knows without.");
			assertThat(text("#tags")).contains("Query is not permitted.", "–, could not be read");
			this.browser.until("document.querySelector('#table-troubles').innerText.includes('"
					+ "DescribeTable is not permitted. Allow dynamodb:DescribeTable')");
			assertThat(this.browser.evaluate("document.body.innerText").asString()).doesNotContain("123456789012");
		}
		finally {
			refusing.stop(0);
		}
	}

	private static void refuse(HttpExchange exchange) throws IOException {
		byte[] refusal = """
				{"__type": "com.amazon.coral.service#AccessDeniedException",
				 "Message": "User: arn:aws:iam::123456789012:user/ann is not authorized"}"""
			.getBytes(StandardCharsets.UTF_8);
		exchange.getRequestBody().readAllBytes();
		exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
		exchange.sendResponseHeaders(400, refusal.length);
		exchange.getResponseBody().write(refusal);
		exchange.close();
	}

	private ConfigurableApplicationContext shop(URI dynamoDb, String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--server.port=0", "--shop.changes-file=" + this.directory.resolve("changes.jsonl"),
						"--toolkit.dynamodb.local.enabled=false", "--spring.cloud.aws.dynamodb.endpoint=" + dynamoDb,
						"--spring.cloud.aws.region.static=us-east-1", "--spring.cloud.aws.credentials.access-key=x",
						"--spring.cloud.aws.credentials.secret-key=x"));
		all.addAll(List.of(arguments));
		return SpringApplication.run(SampleApplication.class, all.toArray(String[]::new));
	}

	private static void use(ConfigurableApplicationContext shop) {
		shop.getBean(DynamoDbCacheManager.class).getCache("products").get("absent");
		shop.getBean(RateLimiter.class).acquire("supplier");
	}

	private void open(ConfigurableApplicationContext shop) {
		int port = ((WebServerApplicationContext) shop).getWebServer().getPort();
		this.browser.open("http://127.0.0.1:" + port + "/actuator/dynamodbtoolkit/dashboard/");
		this.browser.until("document.querySelector('#pulse').textContent.startsWith('Live')");
	}

	/**
	 * What could not be read is tried again in each, and there are some in ten seconds.
	 */
	private void letRoundsPass() {
		this.browser.evaluate("""
				{
				  const real = window.fetch;
				  window.rounds = 0;
				  window.fetch = (url, options) => {
				    if (url.endsWith('/dynamodbtoolkit')) window.rounds++;
				    return real(url, options);
				  };
				}""");
		this.browser.until("window.rounds > 2");
	}

	private String text(String selector) {
		return this.browser.evaluate("document.querySelector(\"" + selector + "\").innerText").asString();
	}

}
