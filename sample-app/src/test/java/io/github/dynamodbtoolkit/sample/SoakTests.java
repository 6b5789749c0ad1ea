package io.github.dynamodbtoolkit.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.dynamodbtoolkit.sample.Shop.Answer;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four instances under mixed work for five minutes, while one request to DynamoDB in
 * twenty goes wrong.
 */
@Tag("process")
class SoakTests {

	/** {@code -Dsoak.seconds} sets it, for whoever has half an hour. */
	private static final Duration DURATION = Duration.ofSeconds(Long.getLong("soak.seconds", Trials.of(300)));

	private static final int CALLERS_OF_EACH = 4;

	@TempDir
	private Path directory;

	private final AtomicLong calls = new AtomicLong();

	private final Map<String, Integer> failures = new ConcurrentHashMap<>();

	@Test
	void noCallFailsAndNothingGrows() throws Exception {
		List<String> arguments = new ArrayList<>(ShopProcess.lease(Duration.ofSeconds(30)));
		arguments.addAll(List.of("--proof.faults=0.05", "--shop.report.delay=100ms", "--shop.load-delay=5ms"));
		try (Callers callers = new Callers(); Cluster cluster = Cluster.start(this.directory, 4, arguments)) {
			load(callers, cluster, DURATION.dividedBy(3));
			List<Health> before = cluster.shops().stream().map(Health::of).toList();
			load(callers, cluster, DURATION.multipliedBy(2).dividedBy(3));
			assertThat(this.failures).isEmpty();
			assertThat(this.calls).hasValueGreaterThan(DURATION.toSeconds());
			for (int i = 0; i < before.size(); i++) {
				Health after = Health.of(cluster.shops().get(i));
				assertThat(after.heap()).as("heap in use").isLessThan(before.get(i).heap() + 10_000_000);
				assertThat(after.threads()).as("threads").isLessThan(before.get(i).threads() + 10);
				assertThat(after.meters()).as("meters").isLessThan(before.get(i).meters() + 20);
			}
		}
	}

	private void load(Callers callers, Cluster cluster, Duration duration) throws Exception {
		long end = System.nanoTime() + duration.toNanos();
		List<CompletableFuture<Answer>> load = new ArrayList<>();
		for (ShopProcess shop : cluster.shops()) {
			for (int i = 0; i < CALLERS_OF_EACH; i++) {
				load.add(callers.async(() -> callUntil(end, shop.shop())));
			}
		}
		for (CompletableFuture<Answer> caller : load) {
			caller.get(duration.toSeconds() + 120, TimeUnit.SECONDS);
		}
	}

	private Answer callUntil(long end, Shop shop) {
		Answer answer = null;
		while (System.nanoTime() < end) {
			answer = call(shop);
			this.calls.incrementAndGet();
		}
		return answer;
	}

	private Answer call(Shop shop) {
		int choice = ThreadLocalRandom.current().nextInt(100);
		String id = String.valueOf(1 + choice);
		if (choice < 70) {
			return expect(200, "read", shop.get("/products/" + id));
		}
		if (choice < 80) {
			return expect(200, "list", shop.get("/products?category=books"));
		}
		if (choice < 90) {
			return expect(200, "report", shop.get("/reports/" + (1990 + choice)));
		}
		if (choice < 95) {
			return expect(204, "evict", repeated("DELETE", "/caches/products/keys/" + id, "", shop));
		}
		return expect(201, "order", repeated("POST", "/orders", "{\"product\": \"4\"}", shop));
	}

	/** What must not be lost is refused while DynamoDB is away, and then sent again. */
	private static Answer repeated(String method, String path, String body, Shop shop) {
		String key = UUID.randomUUID().toString();
		Answer answer = shop.exchange(method, path, body, "Idempotency-Key", key);
		for (int i = 0; i < 5 && answer.status() == 503; i++) {
			pause();
			answer = shop.exchange(method, path, body, "Idempotency-Key", key);
		}
		return answer;
	}

	private static void pause() {
		try {
			TimeUnit.SECONDS.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Answer expect(int status, String what, Answer answer) {
		if (answer.status() != status) {
			this.failures.merge(what + " " + answer.status(), 1, Integer::sum);
		}
		return answer;
	}

	/**
	 * How an instance is.
	 *
	 * @param heap bytes that are in use after a collection
	 * @param threads live ones
	 * @param meters lines that Prometheus would read
	 */
	private record Health(double heap, double threads, long meters) {

		static Health of(ShopProcess shop) {
			shop.process().collectGarbage();
			return new Health(shop.metric("jvm.memory.used?tag=area:heap"), shop.metric("jvm.threads.live"),
					shop.shop()
						.get("/actuator/prometheus")
						.body()
						.lines()
						.filter((line) -> !line.startsWith("#"))
						.count());
		}

	}

}
