package io.github.dynamodbtoolkit.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.dynamodbtoolkit.sample.Shop.Answer;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * DynamoDB is killed under load and comes back with its data.
 */
@Tag("process")
class RestartedDynamoDbTests {

	private static final int PRODUCTS = 20;

	/** Until half-open breakers have tried, on a busy machine. */
	private static final Duration RECOVERY = Duration.ofSeconds(5);

	@TempDir
	private Path directory;

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicLong calls = new AtomicLong();

	private final Map<Integer, Long> failures = new ConcurrentHashMap<>();

	@Test
	void noCachedCallFailsAndTheCacheRecoversByItself() throws Exception {
		try (Callers callers = new Callers();
				Cluster cluster = Cluster.start(this.directory, 2, List.of("--shop.load-delay=1ms"))) {
			List<CompletableFuture<Answer>> load = new ArrayList<>();
			for (ShopProcess shop : cluster.shops()) {
				for (int i = 0; i < 4; i++) {
					load.add(callers.async(() -> callUntilOver(shop.shop())));
				}
			}
			TimeUnit.SECONDS.sleep(5);
			double threads = threads(cluster);
			for (int trial = 0; trial < Trials.of(5); trial++) {
				cluster.dynamoDb().kill();
				TimeUnit.SECONDS.sleep(Trials.of(60));
				cluster.dynamoDb().startAgain();
				TimeUnit.MILLISECONDS.sleep(RECOVERY.toMillis());
				cluster.resetStats();
				long before = this.calls.get();
				TimeUnit.SECONDS.sleep(5);
				assertThat(this.calls.get() - before).as("calls in trial %d", trial).isGreaterThan(100);
				assertThat(cluster.loads("productLoads")).as("loads after the recovery, trial %d", trial).isZero();
			}
			assertThat(threads(cluster)).isLessThan(threads + 20);
			this.over.set(true);
			Callers.all(load);
			assertThat(this.failures).isEmpty();
		}
	}

	private Answer callUntilOver(Shop shop) {
		Answer answer = null;
		for (int i = 0; !this.over.get(); i++) {
			answer = shop.get("/products/" + (1 + i % PRODUCTS));
			this.calls.incrementAndGet();
			if (answer.status() != 200) {
				this.failures.merge(answer.status(), 1L, Long::sum);
			}
		}
		return answer;
	}

	private static double threads(Cluster cluster) {
		return cluster.shops().stream().mapToDouble((shop) -> shop.metric("jvm.threads.live")).sum();
	}

}
