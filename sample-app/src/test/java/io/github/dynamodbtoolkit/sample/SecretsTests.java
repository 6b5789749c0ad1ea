package io.github.dynamodbtoolkit.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.dynamodbtoolkit.apps.App;
import io.github.dynamodbtoolkit.apps.AppRegistry;
import io.github.dynamodbtoolkit.apps.AppRegistrySettings;
import io.github.dynamodbtoolkit.apps.AppSecret;
import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.table.TableClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole application with secrets in every place that may hold one, in good health and
 * while DynamoDB is down, and logging all that the toolkit has to say: no secret is in
 * the log, in an actuator endpoint or in a thread's name.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final String CANARY = "canary-";

	private static final String ENDPOINT = "/actuator/dynamodbtoolkit";

	@TempDir
	private Path directory;

	@Test
	void areSeenNowhere(CapturedOutput output) {
		DynamoDbLocalServer dynamoDb = DynamoDbLocalServer.start();
		try (Shop shop = Shop.start(dynamoDb.endpoint(), this.directory.resolve("changes.jsonl"),
				"--toolkit.dynamodb.local.enabled=false", "--spring.cloud.aws.dynamodb.endpoint=" + dynamoDb.endpoint(),
				"--spring.cloud.aws.region.static=us-east-1", "--spring.cloud.aws.credentials.access-key=x",
				"--spring.cloud.aws.credentials.secret-key=" + CANARY + "secret-key",
				"--logging.level.io.github.dynamodbtoolkit=trace", "--management.endpoints.web.exposure.include=*",
				"--management.endpoint.dynamodbtoolkit.show-values=never")) {
			register(dynamoDb);
			use(shop);
			List<String> seen = new ArrayList<>(endpoints(shop));
			seen.addAll(sections(shop));
			dynamoDb.close();
			use(shop);
			seen.addAll(endpoints(shop));
			seen.addAll(sections(shop));
			seen.add(output.getAll());
			seen.addAll(Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList());
			assertThat(seen).hasSizeGreaterThan(50)
				.allSatisfy((text) -> assertThat(text).doesNotContainIgnoringCase(CANARY));
			assertThat(output).contains(" TRACE ").contains(" WARN ");
		}
	}

	/** Who may see values still sees no secret of an app. */
	@Test
	void ofAppsAreNotShownWhereValuesAre() {
		DynamoDbLocalServer dynamoDb = DynamoDbLocalServer.start();
		try (Shop shop = Shop.start(dynamoDb.endpoint(), this.directory.resolve("changes.jsonl"),
				"--toolkit.dynamodb.apps.allow-scan=true",
				"--management.endpoint.dynamodbtoolkit.show-values=always")) {
			register(dynamoDb);
			use(shop);
			assertThat(shop.get(ENDPOINT + "/apps").body()).contains("\"name\":\"app\"").doesNotContain(CANARY);
			assertThat(shop.get(ENDPOINT + "/apps?name=app").body()).contains("key-of-app").doesNotContain(CANARY);
			assertThat(shop.get(ENDPOINT + "/caches?name=products&key=1").body()).contains(CANARY + "name");
		}
		finally {
			dynamoDb.close();
		}
	}

	private static void register(DynamoDbLocalServer dynamoDb) {
		try (DynamoDbClient client = dynamoDb.clientBuilder().build()) {
			AppRegistry.on(TableClient.on(client, "apps"), AppRegistrySettings.defaults())
				.save(App.of("app", "key-of-app", AppSecret.of(CANARY + "app-secret")));
		}
	}

	private static void use(Shop shop) {
		String product = """
				{"name": "%sname", "category": "%scategory", "price": 1}""".formatted(CANARY, CANARY);
		shop.put("/products/1", product);
		for (String path : List.of("/products/1", "/products?category=" + CANARY + "category", "/catalogue/3",
				"/reports/2024", "/products/" + CANARY + "id")) {
			shop.exchange("GET", path, "", "Authorization", "Bearer " + CANARY + "token", "Cookie",
					"session=" + CANARY + "cookie");
		}
		shop.delete("/caches/products/keys/" + CANARY + "key");
		shop.delete("/tags/" + CANARY + "tag");
		for (int i = 0; i < 2; i++) {
			shop.exchange("POST", "/orders", "{\"note\": \"" + CANARY + "order\"}", "Idempotency-Key",
					CANARY + "idempotency");
		}
	}

	/**
	 * What the toolkit's own endpoint shows: each section's list, and one thing of those
	 * that hold secrets. Tags are names, which it shows; here they are made of values.
	 */
	private static List<String> sections(Shop shop) {
		List<String> texts = new ArrayList<>();
		for (JsonNode section : shop.get(ENDPOINT).json().get("sections")) {
			texts.add(shop.get(ENDPOINT + "/" + section.asString() + "?size=100").body());
		}
		for (String query : List.of("apps?name=app", "caches?name=products&key=1",
				"caches?name=products&key=" + CANARY + "key", "limits?name=supplier&key=" + CANARY + "key",
				"jobs?name=reports&key=" + CANARY + "key")) {
			texts.add(shop.get(ENDPOINT + "/" + query).body());
		}
		return texts.stream()
			.map((text) -> text.replace("category:" + CANARY + "category", "").replace(CANARY + "tag", ""))
			.toList();
	}

	/**
	 * What all endpoints show, but for dumps: those of the heap and of threads show what
	 * there is, and the former nobody can search.
	 */
	private static List<String> endpoints(Shop shop) {
		List<String> texts = new ArrayList<>();
		for (JsonNode link : shop.get("/actuator").json().get("_links")) {
			String path = link.get("href").asString().replaceFirst("^http://[^/]+", "");
			if (!path.contains("{") && !path.endsWith("dump") && !path.endsWith("logfile")) {
				texts.add(shop.get(path).body());
			}
		}
		for (JsonNode name : shop.get("/actuator/metrics").json().get("names")) {
			texts.add(shop.get("/actuator/metrics/" + name.asString()).body());
		}
		return texts;
	}

}
