package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The arithmetic of a sliding window; in its package, since it is hidden.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WindowArithmeticBenchmark {

	private static final long START = 1_767_225_600_000_000_000L;

	private static final long SUB_WINDOW = Duration.ofMillis(100).toNanos();

	private final Level window = full();

	private static Level full() {
		Level level = WindowLevel.empty((RateLimit.SlidingWindow) RateLimit.slidingWindow(1_000, Duration.ofSeconds(1)),
				10, START);
		for (int i = 0; i < 10; i++) {
			level = level.at(START + i * SUB_WINDOW).plus(50);
		}
		return level;
	}

	/** A decision within the sub-window. */
	@Benchmark
	public boolean decide() {
		Level now = this.window.at(START + 9 * SUB_WINDOW + 1_000);
		return now.fits(1) && now.plus(1).remaining() > 0;
	}

	/** A decision that begins a sub-window. */
	@Benchmark
	public boolean roll() {
		Level now = this.window.at(START + 10 * SUB_WINDOW);
		return now.fits(1) && now.plus(1).remaining() > 0;
	}

}
