package io.github.dynamodbtoolkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.dynamodbtoolkit.cache.CacheRegion;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.EntryOptions;
import io.github.dynamodbtoolkit.cache.Lookup;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Race;
import io.github.dynamodbtoolkit.testing.Trials;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads that are interrupted again and again in the middle of their calls. Nobody gets
 * another's answer, no connection is lost, and who was interrupted still knows.
 */
@Timeout(600)
class InterruptStormTests {

	private static final int CONNECTIONS = 8;

	private static final int INTERRUPTS = Trials.of(20_000);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicInteger wrong = new AtomicInteger();

	private final AtomicInteger forgotten = new AtomicInteger();

	private final AtomicInteger values = new AtomicInteger();

	@Test
	void leavesNoWrongValueAndNoLostConnection() throws Exception {
		try (SdkHttpClient http = Apache5HttpClient.builder()
			.maxConnections(CONNECTIONS)
			.connectionAcquisitionTimeout(Duration.ofSeconds(10))
			.build()) {
			CacheRegion cache = CacheStore
				.on(TableClient.on(DynamoDbLocal.clientBuilder().httpClient(http).build(), dynamoDb.settings()),
						JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit")))
				.region("storm", CacheSettings.defaults());
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				threads.add(start(cache, "key-" + i));
			}
			interrupt(threads);
			assertThat(this.wrong).as("wrong values").hasValue(0);
			assertThat(this.forgotten).as("interrupts that nobody can see").hasValue(0);
			assertThat(this.values).as("values read between interrupts").hasPositiveValue();
			TimeUnit.MILLISECONDS.sleep(1100); // for the circuit breaker
			assertThat(put(cache, "one call, which closes it")).isTrue();
			AtomicInteger callers = new AtomicInteger();
			assertThat(Race.run(CONNECTIONS, () -> put(cache, "key-" + callers.getAndIncrement()))).containsOnly(true);
		}
	}

	private Thread start(CacheRegion cache, String key) {
		Thread thread = new Thread(() -> {
			while (!this.over.get()) {
				use(cache, key);
				Thread.interrupted();
			}
		}, key);
		thread.start();
		return thread;
	}

	private void use(CacheRegion cache, String key) {
		try {
			put(cache, key);
			if (cache.get(key, String.class, Set.of()) instanceof Lookup.Hit hit) {
				this.values.incrementAndGet();
				if (!("value of " + key).equals(hit.value())) {
					this.wrong.incrementAndGet();
				}
			}
		}
		catch (TableException ex) {
			if (String.valueOf(ex.getMessage()).contains("interrupted") && !Thread.currentThread().isInterrupted()) {
				this.forgotten.incrementAndGet();
			}
		}
	}

	private static boolean put(CacheRegion cache, String key) {
		cache.put(key, "value of " + key, EntryOptions.ofType(String.class));
		return true;
	}

	private void interrupt(List<Thread> threads) throws InterruptedException {
		Random random = new Random(1);
		for (int i = 0; i < INTERRUPTS; i++) {
			threads.get(random.nextInt(threads.size())).interrupt();
			TimeUnit.MICROSECONDS.sleep(random.nextInt(4000));
		}
		this.over.set(true);
		for (Thread thread : threads) {
			thread.join();
		}
	}

}
