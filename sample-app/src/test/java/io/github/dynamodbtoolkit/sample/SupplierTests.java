package io.github.dynamodbtoolkit.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.sample.Shop.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances that ask one supplier, which is in one of them.
 */
class SupplierTests {

	private static final ExecutorService callers = Executors.newCachedThreadPool();

	@TempDir
	private static Path directory;

	private static TwoShops shops;

	private static Shop here;

	private static Shop there;

	@BeforeAll
	static void start() {
		int port = TestSocketUtils.findAvailableTcpPort();
		shops = new TwoShops(directory, List.of("--shop.supplier-url=http://127.0.0.1:" + port),
				"--server.port=" + port, "--shop.supplier-delay=2s");
		here = shops.here();
		there = shops.there();
		there.get("/quotes/warm-up");
		here.get("/quotes/warm-up");
	}

	@AfterAll
	static void stop() {
		callers.shutdownNow();
		shops.close();
	}

	/**
	 * Refusals are remembered for a second. Both begin without a memory of the limit, or
	 * the first writes of one of them would come to nothing.
	 */
	@BeforeEach
	void begin() {
		for (Shop shop : List.of(here, there)) {
			assertThat(shop.delete("/actuator/dynamodbtoolkit/limits?name=supplier").status()).isEqualTo(204);
		}
		letPass(Duration.ofSeconds(1));
		here.delete("/stats");
	}

	private static List<Answer> ask(Stream<String> paths) {
		List<String> all = paths.toList();
		List<CompletableFuture<Answer>> answers = IntStream.range(0, all.size())
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> (i % 2 == 0 ? here : there).get(all.get(i)), callers))
			.toList();
		return answers.stream().map(CompletableFuture::join).toList();
	}

	@Test
	void twentyEqualQuestionsAreOneCallAndOnePermit() {
		List<Answer> answers = ask(Stream.generate(() -> "/quotes/7").limit(20));
		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
		assertThat(here.loads("supplierCalls")).isEqualTo(1);
		JsonNode limit = here.get("/actuator/dynamodbtoolkit/limits?name=supplier").json().at("/levels/0");
		assertThat(limit.path("limit").asInt()).isEqualTo(20);
		assertThat(limit.path("remaining").asInt()).isEqualTo(19);
	}

	@Test
	void thirtyDifferentQuestionsAreTwentyCallsAndTenRefusals() {
		List<Answer> answers = ask(IntStream.range(0, 30).mapToObj((i) -> "/quotes/a" + i));
		assertThat(answers.stream().filter((answer) -> answer.status() == 200)).as("%s", limits()).hasSize(20);
		List<Answer> refused = answers.stream().filter((answer) -> answer.status() == 429).toList();
		assertThat(refused).hasSize(10).allSatisfy((answer) -> {
			assertThat(retryAfter(answer)).isBetween(1L, 11L);
			assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
		});
		assertThat(here.loads("supplierCalls")).isEqualTo(20);
		long longest = refused.stream().mapToLong(SupplierTests::retryAfter).max().orElseThrow();
		letPass(Duration.ofSeconds(longest));
		assertThat(there.get("/quotes/a-then").status()).isEqualTo(200);
	}

	private static List<String> limits() {
		return Stream.of(here, there)
			.map((shop) -> shop.get("/actuator/dynamodbtoolkit/limits?name=supplier").body())
			.toList();
	}

	private static void letPass(Duration duration) {
		await().pollDelay(duration).atMost(duration.plusMinutes(1)).until(() -> true);
	}

	private static long retryAfter(Answer answer) {
		return Long.parseLong(answer.response().headers().firstValue("Retry-After").orElseThrow());
	}

	@Test
	void throttleThatOneSeesStopsBoth() {
		assertThat(here.post("/supplier/throttle?seconds=6").status()).isEqualTo(204);
		Answer learned = here.get("/quotes/c1");
		assertThat(learned.status()).isEqualTo(429);
		assertThat(retryAfter(learned)).isBetween(4L, 6L);
		letPass(Duration.ofSeconds(1));
		for (Answer answer : ask(IntStream.range(2, 8).mapToObj((i) -> "/quotes/c" + i))) {
			assertThat(answer.status()).isEqualTo(429);
			assertThat(retryAfter(answer)).isBetween(1L, 5L);
		}
		assertThat(here.loads("supplierCalls")).as("the call that learned").isEqualTo(1);
		await().atMost(Duration.ofSeconds(30)).until(() -> there.get("/quotes/c9").status() == 200);
		assertThat(here.loads("supplierCalls")).isEqualTo(2);
	}

}
