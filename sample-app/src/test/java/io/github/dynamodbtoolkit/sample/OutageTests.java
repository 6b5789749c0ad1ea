package io.github.dynamodbtoolkit.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.github.dynamodbtoolkit.local.DynamoDbLocalException;
import io.github.dynamodbtoolkit.local.DynamoDbLocalServer;
import io.github.dynamodbtoolkit.sample.Shop.Answer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the shop does while DynamoDB is away.
 */
class OutageTests {

	private static final String LAMP = """
			{"name": "Lamp", "category": "office", "price": 79.90}""";

	private static final String OFF = """
			{"on": false, "variations": [true, false], "offVariation": 1, "fallthrough": {"variation": 0}}""";

	/** The time budgets by default, which these tests otherwise raise. */
	private static final String[] DEFAULT_BUDGETS = {
			"--toolkit.dynamodb.time-budgets.cache-read.attempt-timeout=200ms",
			"--toolkit.dynamodb.time-budgets.cache-read.timeout=400ms",
			"--toolkit.dynamodb.time-budgets.cache-write.attempt-timeout=400ms",
			"--toolkit.dynamodb.time-budgets.cache-write.timeout=900ms" };

	private static final Duration READ_BUDGET = Duration.ofMillis(400);

	private static final Duration WRITE_BUDGET = Duration.ofMillis(900);

	/** For the shop itself, on a busy machine; without a budget it would be minutes. */
	private static final Duration SLACK = Duration.ofSeconds(3);

	@TempDir
	private Path directory;

	private DynamoDbLocalServer dynamoDb;

	private Shop shop;

	@BeforeEach
	void startDynamoDb() {
		this.dynamoDb = DynamoDbLocalServer.start(0, this.directory.resolve("dynamodb.db"));
	}

	private void startShop(String... arguments) {
		this.shop = Shop.start(this.dynamoDb.endpoint(), this.directory.resolve("changes.jsonl"), arguments);
		eventually().untilAsserted(() -> answersFromTheCache("/products/1"));
	}

	@AfterEach
	void stop() {
		this.shop.close();
		this.dynamoDb.close();
	}

	@Test
	void answersEveryReadWithoutDynamoDb() {
		startShop();
		this.dynamoDb.close();
		assertThat(this.shop.get("/products/1").status()).isEqualTo(200);
		assertThat(this.shop.get("/products/none").status()).isEqualTo(404);
		assertThat(this.shop.get("/products?category=books").json()).hasSize(100);
		assertThat(this.shop.get("/catalogue/2000").json()).hasSize(2000);
		assertThat(this.shop.get("/stats").status()).isEqualTo(200);
	}

	@Test
	void goesOnWithTheFlagsThatItKnows() {
		startShop();
		this.dynamoDb.close();
		for (int i = 0; i < 3; i++) {
			assertThat(this.shop.get("/checkout?user=ada").status()).isEqualTo(200);
			assertThat(this.shop.get("/checkout?user=bob").status()).isEqualTo(404);
			assertThat(this.shop.get("/flags/new-checkout?user=ada").json().get("value").asBoolean()).isTrue();
			Answer refused = this.shop.put("/flags/new-checkout", OFF);
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.json().get("detail").asString())
				.isEqualTo("Flags cannot be changed at the moment. Please repeat the request.");
		}
		startAgain();
		eventually().untilAsserted(() -> assertThat(this.shop.put("/flags/new-checkout", OFF).status()).isEqualTo(200));
		assertThat(this.shop.get("/checkout?user=ada").status()).isEqualTo(404);
	}

	@Test
	void saysThatNothingWasEvicted() {
		startShop();
		this.dynamoDb.close();
		for (int i = 0; i < 3; i++) {
			saysToRepeatIt(this.shop.delete("/caches/products/keys/1"));
			saysToRepeatIt(this.shop.delete("/caches/products"));
			saysToRepeatIt(this.shop.delete("/tags/category:books"));
		}
	}

	@Test
	void doesNotPretendThatAChangeIsSeen() {
		startShop();
		this.dynamoDb.close();
		saysToRepeatIt(this.shop.put("/products/1", LAMP));
		startAgain();
		eventually().untilAsserted(() -> assertThat(this.shop.put("/products/1", LAMP).status()).isEqualTo(200));
		assertThat(this.shop.get("/products/1").body()).contains("Lamp");
	}

	@Test
	void usesTheCacheAgainWhenDynamoDbIsBack() {
		startShop();
		this.dynamoDb.close();
		for (int i = 0; i < 10; i++) {
			this.shop.get("/products/" + i);
		}
		startAgain();
		eventually().untilAsserted(() -> assertThat(this.shop.delete("/tags/category:books").status()).isEqualTo(204));
		eventually().untilAsserted(() -> answersFromTheCache("/products/1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/products/", "/catalogue/" })
	void waitsNoLongerThanItsBudgetForADynamoDbThatIsSilent(String path) throws IOException {
		startShop(DEFAULT_BUDGETS);
		this.dynamoDb.close();
		try (SilentServer silent = new SilentServer(this.dynamoDb.endpoint().getPort())) {
			long start = System.nanoTime();
			saysToRepeatIt(within(WRITE_BUDGET, this.shop.delete("/caches/products")));
			for (int i = 1; i <= 40; i++) {
				assertThat(within(READ_BUDGET, this.shop.get(path + i)).status()).isEqualTo(200);
			}
			int seconds = (int) Duration.ofNanos(System.nanoTime() - start).toSeconds();
			assertThat(silent.connections()).as("two attempts of five calls in a row, then of one call per second")
				.isBetween(2, 2 * (5 + seconds + 1));
		}
		startAgain();
		eventually().untilAsserted(() -> answersFromTheCache("/products/1"));
	}

	/**
	 * The port may be taken for a moment: a client's attempt to connect can get it as its
	 * own.
	 */
	private void startAgain() {
		int port = this.dynamoDb.endpoint().getPort();
		this.dynamoDb = eventually().ignoreExceptionsInstanceOf(DynamoDbLocalException.class)
			.until(() -> DynamoDbLocalServer.start(port, this.directory.resolve("dynamodb.db")), (server) -> true);
	}

	private void answersFromTheCache(String path) {
		this.shop.get(path);
		this.shop.delete("/stats");
		assertThat(this.shop.get(path).status()).isEqualTo(200);
		assertThat(this.shop.loads("productLoads")).isZero();
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofMinutes(1));
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
