package io.github.dynamodbtoolkit.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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

	@TempDir
	private Path directory;

	@Test
	void areSeenNowhere(CapturedOutput output) {
		DynamoDbLocalServer dynamoDb = DynamoDbLocalServer.start();
		try (Shop shop = Shop.start(dynamoDb.endpoint(), this.directory.resolve("changes.jsonl"),
				"--toolkit.dynamodb.local.enabled=false", "--spring.cloud.aws.dynamodb.endpoint=" + dynamoDb.endpoint(),
				"--spring.cloud.aws.region.static=us-east-1", "--spring.cloud.aws.credentials.access-key=x",
				"--spring.cloud.aws.credentials.secret-key=" + CANARY + "secret-key",
				"--logging.level.io.github.dynamodbtoolkit=trace", "--management.endpoints.web.exposure.include=*")) {
			use(shop);
			List<String> seen = new ArrayList<>(endpoints(shop));
			dynamoDb.close();
			use(shop);
			seen.addAll(endpoints(shop));
			seen.add(output.getAll());
			seen.addAll(Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList());
			assertThat(seen).hasSizeGreaterThan(50)
				.allSatisfy((text) -> assertThat(text).doesNotContainIgnoringCase(CANARY));
			assertThat(output).contains(" TRACE ").contains(" WARN ");
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
