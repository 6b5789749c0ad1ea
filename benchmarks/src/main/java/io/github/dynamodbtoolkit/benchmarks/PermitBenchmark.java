package io.github.dynamodbtoolkit.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.Bucket;
import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.ratelimit.RateLimiter;
import io.github.dynamodbtoolkit.ratelimit.RateLimiterSettings;
import io.github.dynamodbtoolkit.ratelimit.ResourceLimits;
import io.github.dynamodbtoolkit.table.Clients;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Permits of one hot resource: from the table, from a leased block, and from limiters
 * that share nothing between instances.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the method with @Setup first
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Threads(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PermitBenchmark {

	private static final long LIMIT = 1_000_000_000;

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private final RateLimitRequest plain = RateLimitRequest.of("plain");

	private final RateLimitRequest inBlocks = RateLimitRequest.of("in-blocks");

	private final RateLimitRequest leased = RateLimitRequest.of("leased");

	private final Bucket bucket4j = Bucket.builder()
		.addLimit((limit) -> limit.capacity(LIMIT).refillGreedy(LIMIT, WINDOW))
		.build();

	private final io.github.resilience4j.ratelimiter.RateLimiter resilience4j = io.github.resilience4j.ratelimiter.RateLimiter
		.of("hot",
				RateLimiterConfig.custom()
					.limitForPeriod((int) LIMIT)
					.limitRefreshPeriod(WINDOW)
					.timeoutDuration(Duration.ZERO)
					.build());

	private RateLimiter limiter;

	@Setup
	public void open() {
		ResourceLimits limits = ResourceLimits.of(RateLimit.slidingWindow(LIMIT, WINDOW));
		this.limiter = RateLimiter.on(
				TableClient.on(Clients.prepare(Tables.LOCAL.open().get()).build(), Tables.settings()),
				RateLimiterSettings.of(Map.of("plain", limits, "in-blocks", limits.withLease(50), "leased",
						limits.withLease(LIMIT / 20))));
		for (RateLimitRequest request : List.of(this.plain, this.inBlocks, this.leased)) {
			if (!this.limiter.acquire(request).allowed()) {
				throw new IllegalStateException("There is no permit to be measured");
			}
		}
	}

	/** One conditional write each, all of one item. */
	@Benchmark
	@Threads(8)
	public RateLimitDecision fromTable() {
		return this.limiter.acquire(this.plain);
	}

	/** One conditional write for 50. */
	@Benchmark
	@Threads(8)
	public RateLimitDecision fromTableInBlocks() {
		return this.limiter.acquire(this.inBlocks);
	}

	/** One write for each sub-window of a second: what the instance does by itself. */
	@Benchmark
	public RateLimitDecision fromLease() {
		return this.limiter.acquire(this.leased);
	}

	@Benchmark
	public boolean bucket4jInMemory() {
		return this.bucket4j.tryConsume(1);
	}

	@Benchmark
	public boolean resilience4jInMemory() {
		return this.resilience4j.acquirePermission();
	}

}
