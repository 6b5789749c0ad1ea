package io.github.dynamodbtoolkit.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.sample.Shop.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the shop does while DynamoDB is away, with the time budgets that it has by
 * default.
 */
class OutageTests {

	private static final String LAMP = """
			{"name": "Lamp", "category": "office", "price": 79.90}""";

	/** Of a cache's read and write; a load takes 10 ms in these tests. */
	private static final Duration READ_BUDGET = Duration.ofMillis(400);

	private static final Duration WRITE_BUDGET = Duration.ofMillis(900);

	/** For the shop itself, on a busy machine. */
	private static final Duration SLACK = Duration.ofSeconds(1);

	@TempDir
	private Path directory;

	private DynamoDbLocalServer dynamoDb;

	private Shop shop;

	@BeforeEach
	void start() {
		this.dynamoDb = DynamoDbLocalServer.start(0, this.directory.resolve("dynamodb.db"));
		this.shop = Shop.start(this.dynamoDb.endpoint(), this.directory.resolve("changes.jsonl"),
				"--toolkit.dynamodb.time-budgets.cache-read.attempt-timeout=200ms",
				"--toolkit.dynamodb.time-budgets.cache-read.timeout=400ms",
				"--toolkit.dynamodb.time-budgets.cache-write.attempt-timeout=400ms",
				"--toolkit.dynamodb.time-budgets.cache-write.timeout=900ms");
		await().untilAsserted(() -> answersFromTheCache("/products/1"));
	}

	@AfterEach
	void stop() {
		this.shop.close();
		this.dynamoDb.close();
	}

	@Test
	void answersEveryReadWithoutDynamoDb() {
		this.dynamoDb.close();
		assertThat(this.shop.get("/products/1").status()).isEqualTo(200);
		assertThat(this.shop.get("/products/none").status()).isEqualTo(404);
		assertThat(this.shop.get("/products?category=books").json()).hasSize(100);
		assertThat(this.shop.get("/catalogue/2000").json()).hasSize(2000);
		assertThat(this.shop.get("/stats").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/caches/products/keys/1", "/caches/products", "/tags/category:books" })
	void saysThatNothingWasEvicted(String path) {
		this.dynamoDb.close();
		for (int i = 0; i < 10; i++) {
			saysToRepeatIt(this.shop.delete(path));
		}
	}

	@Test
	void doesNotPretendThatAChangeIsSeen() {
		this.dynamoDb.close();
		saysToRepeatIt(this.shop.put("/products/1", LAMP));
		startAgain();
		await().untilAsserted(() -> assertThat(this.shop.put("/products/1", LAMP).status()).isEqualTo(200));
		assertThat(this.shop.get("/products/1").body()).contains("Lamp");
	}

	@Test
	void usesTheCacheAgainWhenDynamoDbIsBack() {
		this.dynamoDb.close();
		for (int i = 0; i < 10; i++) {
			this.shop.get("/products/" + i);
		}
		startAgain();
		await().untilAsserted(() -> assertThat(this.shop.delete("/tags/category:books").status()).isEqualTo(204));
		answersFromTheCache("/products/1");
	}

	@Test
	void waitsNoLongerThanItsBudgetForADynamoDbThatIsSilent() throws IOException {
		this.dynamoDb.close();
		try (ServerSocket silent = new ServerSocket(this.dynamoDb.endpoint().getPort(), 50,
				InetAddress.getLoopbackAddress())) {
			assertThat(silent.isBound()).isTrue();
			saysToRepeatIt(within(WRITE_BUDGET, this.shop.delete("/caches/products")));
			long start = System.nanoTime();
			List<Answer> answers = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				answers.add(within(READ_BUDGET, this.shop.get("/products/" + (i + 1))));
			}
			assertThat(answers).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(200));
			long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
			assertThat(answers).filteredOn((answer) -> answer.took().compareTo(READ_BUDGET) >= 0)
				.as("answers that waited for DynamoDB: five in a row, then one per second")
				.hasSizeLessThanOrEqualTo(5 + (int) seconds + 1);
		}
		startAgain();
		await().untilAsserted(() -> answersFromTheCache("/products/1"));
	}

	private void startAgain() {
		this.dynamoDb = DynamoDbLocalServer.start(this.dynamoDb.endpoint().getPort(),
				this.directory.resolve("dynamodb.db"));
	}

	private void answersFromTheCache(String path) {
		this.shop.get(path);
		this.shop.delete("/stats");
		assertThat(this.shop.get(path).status()).isEqualTo(200);
		assertThat(this.shop.loads("productLoads")).isZero();
	}

	private static void saysToRepeatIt(Answer answer) {
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.response().headers().firstValue("Retry-After")).hasValue("1");
		assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.json().get("detail").asString())
			.isEqualTo("The caches cannot be changed at the moment. Please repeat the request.");
		assertThat(answer.body()).doesNotContain("dynamodb", "xception", "\tat ");
	}

	private static Answer within(Duration budget, Answer answer) {
		assertThat(answer.took()).isLessThan(budget.plus(SLACK));
		return answer;
	}

}
