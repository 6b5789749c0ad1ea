package io.github.dynamodbtoolkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

import io.github.dynamodbtoolkit.sample.Shop.Answer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What one of two instances of the shop does, the other knows.
 */
class TwoInstancesTests {

	/** The tags' staleness in these tests. */
	private static final Duration STALENESS = Duration.ofMillis(200);

	@TempDir
	private static Path directory;

	private static TwoShops shops;

	private static Shop here;

	private static Shop there;

	@BeforeAll
	static void start() {
		shops = new TwoShops(directory, List.of());
		here = shops.here();
		there = shops.there();
	}

	@AfterAll
	static void stop() {
		shops.close();
	}

	@BeforeEach
	void begin() {
		resetStats();
	}

	private static void resetStats() {
		here.delete("/stats");
		there.delete("/stats");
	}

	@ParameterizedTest
	@CsvSource({ "/products/101, 200", "/products/nothing, 404", "/products?category=audio, 200",
			"/products?category=nothing, 200", "/catalogue/50, 200", "/catalogue/20000, 200" })
	void answersWithoutALoadWhatTheOtherHasLoaded(String path, int status) {
		Answer loaded = here.get(path);
		assertThat(loaded.status()).isEqualTo(status);
		assertThat(loads(here)).isEqualTo(1);
		Answer cached = there.get(path);
		assertThat(cached.status()).isEqualTo(status);
		assertThat(cached.body()).isEqualTo(loaded.body());
		assertThat(loads(there)).isZero();
	}

	@Test
	void seesAnEvictionAtOnce() throws IOException {
		bothHave("/products/111");
		changeBehindTheCaches("111");
		assertThat(there.get("/products/111").body()).doesNotContain("Changed");
		assertThat(here.delete("/caches/products/keys/111").status()).isEqualTo(204);
		assertThat(there.get("/products/111").body()).contains("Changed");
	}

	@ParameterizedTest
	@CsvSource({ "/tags/category:camping, 131", "/tags/products, 132", "/caches/products, 133" })
	void seesAnInvalidationWithinTheStaleness(String invalidation, String id) throws IOException {
		bothHave("/products/" + id);
		changeBehindTheCaches(id);
		assertThat(there.get("/products/" + id).body()).doesNotContain("Changed");
		assertThat(here.delete(invalidation).status()).isEqualTo(204);
		letPass(STALENESS);
		assertThat(there.get("/products/" + id).body()).contains("Changed");
	}

	@Test
	void storesAProductAgainAfterItsCategoryWasInvalidated() {
		bothHave("/products/141");
		here.delete("/tags/category:" + here.get("/products/141").json().get("category").asString());
		bothHave("/products/141");
	}

	@Test
	void hasWhatTheOtherHasPut() {
		String oldCategory = here.get("/products/151").json().get("category").asString();
		bothHave("/products/151");
		bothHave("/products?category=" + oldCategory);
		bothHave("/products?category=surprises");
		resetStats();

		Answer changed = here.put("/products/151", """
				{"name": "Surprise", "category": "surprises", "price": 0.5}""");
		assertThat(changed.status()).isEqualTo(200);
		assertThat(there.get("/products/151").body()).isEqualTo(changed.body());
		assertThat(here.get("/products/151").body()).isEqualTo(changed.body());
		assertThat(loads(here) + loads(there)).isZero();
		letPass(STALENESS);
		assertThat(ids(there, "surprises")).containsExactly("151");
		assertThat(ids(there, oldCategory)).isNotEmpty().doesNotContain("151");
		assertThat(there.get("/products?category=surprises").json().get(0)).isEqualTo(changed.json());
	}

	@Test
	void mayPutWhatTheOtherHasPut() {
		here.put("/products/161", """
				{"name": "First", "category": "firsts", "price": 1}""");
		assertThat(ids(there, "firsts")).containsExactly("161");
		Answer changed = there.put("/products/161", """
				{"name": "Second", "category": "seconds", "price": 2}""");
		assertThat(here.get("/products/161").body()).isEqualTo(changed.body());
		letPass(STALENESS);
		assertThat(ids(here, "firsts")).isEmpty();
		assertThat(ids(here, "seconds")).containsExactly("161");
	}

	@Test
	void seesAChangedFlag() {
		String banner = """
				{"on": %s, "variations": [true, false], "offVariation": 1, "fallthrough": {"variation": 0}}""";
		for (String on : List.of("true", "false", "true")) {
			assertThat(here.put("/flags/banner", banner.formatted(on)).status()).isEqualTo(200);
			assertThat(value(here)).isEqualTo(on);
			eventually().untilAsserted(() -> assertThat(value(there)).isEqualTo(on));
		}
		assertThat(there.put("/flags/banner", banner.formatted("false")).json().get("version").asInt()).isEqualTo(4);
		assertThat(value(there)).isEqualTo("false");
		eventually().untilAsserted(() -> assertThat(value(here)).isEqualTo("false"));
	}

	private static String value(Shop shop) {
		return shop.get("/flags/banner?user=ada").json().get("value").toString();
	}

	/** The sooner it is done, the more exactly; the clock is the machine's. */
	@Test
	void holdTheLimitOfAnAppTogether() {
		long start = System.nanoTime();
		int passed = 0;
		for (int i = 0; i < 30; i++) {
			passed += (i % 2 == 0 ? here : there).getAs("partner-key", "/partner/orders").status() == 200 ? 1 : 0;
		}
		long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
		assertThat(passed).isBetween(10, (int) Math.min(30, 10 * (seconds + 1)));
	}

	/**
	 * Loads it until it is stored: not at once where a tag that only the product tells
	 * was invalidated less than the clock tolerance of 2 s ago.
	 */
	private static void bothHave(String path) {
		eventually().untilAsserted(() -> {
			here.get(path);
			resetStats();
			assertThat(here.get(path).body()).isEqualTo(there.get(path).body());
			assertThat(loads(here) + loads(there)).isZero();
		});
	}

	/** As another application might that uses the same database. */
	private static void changeBehindTheCaches(String id) throws IOException {
		Files.writeString(shops.changes(), """
				{"id":"%s","name":"Changed","category":"changed","price":1,"description":"","releaseDate":"2026-01-01"}
				""".formatted(id), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	private static ConditionFactory eventually() {
		return await().atMost(Duration.ofMinutes(1));
	}

	private static void letPass(Duration duration) {
		await().pollDelay(duration).until(() -> true);
	}

	private static List<String> ids(Shop shop, String category) {
		return shop.get("/products?category=" + category)
			.json()
			.values()
			.stream()
			.map((product) -> product.get("id").asString())
			.toList();
	}

	private static long loads(Shop shop) {
		return shop.loads("productLoads") + shop.loads("listLoads") + shop.loads("catalogueLoads");
	}

}
