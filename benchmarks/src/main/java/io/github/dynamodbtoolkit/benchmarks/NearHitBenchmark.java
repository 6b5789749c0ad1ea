package io.github.dynamodbtoolkit.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.dynamodbtoolkit.cache.CacheKeys;
import io.github.dynamodbtoolkit.cache.CacheSettings;
import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.cache.NearSettings;
import io.github.dynamodbtoolkit.cache.TagSettings;
import io.github.dynamodbtoolkit.spring.cache.CacheConfiguration;
import io.github.dynamodbtoolkit.spring.cache.DynamoDbCacheManager;
import io.github.dynamodbtoolkit.table.Clients;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.value.JsonValueCodec;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A hit in the near cache through Spring's {@code Cache}, beside a bare read of Caffeine.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the method with @Setup first
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class NearHitBenchmark {

	private org.springframework.cache.Cache near;

	private final Cache<String, Product> caffeine = Caffeine.newBuilder().maximumSize(1_000).build();

	@Setup
	public void open() {
		CacheStore store = CacheStore.on(
				TableClient.on(Clients.prepare(Tables.STUB.open().get()).build(), Tables.settings()),
				JsonValueCodec.allowing(List.of("io.github.dynamodbtoolkit.benchmarks")), CacheKeys.standard(),
				new TagSettings(Duration.ofHours(1), Duration.ofSeconds(2)));
		CacheSettings settings = CacheSettings.defaults().withNear(new NearSettings(1_000, Duration.ofHours(1)));
		DynamoDbCacheManager manager = new DynamoDbCacheManager(store, new CacheConfiguration(settings, true),
				() -> null, Runnable::run);
		this.near = Objects.requireNonNull(manager.getCache("products"));
		this.near.put("4711", Product.some());
		this.caffeine.put("4711", Product.some());
		if (this.near.get("4711", Product.class) == null) {
			throw new IllegalStateException("There is no hit to be measured");
		}
	}

	@Benchmark
	public @Nullable Product caffeine() {
		return this.caffeine.getIfPresent("4711");
	}

	@Benchmark
	public @Nullable Product nearHit() {
		return this.near.get("4711", Product.class);
	}

}
