package io.github.dynamodbtoolkit.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Trials;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arithmetic of instances that go by one window's time because their clocks are
 * behind, without DynamoDB and so over many histories: whoever asks sees the window as it
 * is. {@link RateLimitClockTests} does the same with it.
 */
class FollowedWindowTests {

	private static final Duration WINDOW = Duration.ofSeconds(10);

	private static final int LIMIT = 20;

	private static final Duration TOLERANCE = Duration.ofSeconds(2);

	private static final long LENGTH = Duration.ofMinutes(2).toMillis();

	@Test
	void steadyHistoriesGiveTheLimitAfterTheFirstWindow() {
		assertThat(seeds().filter((seed) -> steady(true, seed).most() > LIMIT)).isEmpty();
	}

	@Test
	void instancesThatFallSilentInTurnsGiveTheLimitAfterTheFirstWindow() {
		assertThat(seeds().filter((seed) -> inTurns(true, seed).most() > LIMIT)).isEmpty();
	}

	@Test
	void twinWithoutTheMarkGivesMore() {
		assertThat(seeds().filter((seed) -> steady(false, seed).most() > LIMIT)).isNotEmpty();
		assertThat(seeds().filter((seed) -> inTurns(false, seed).most() > LIMIT)).isNotEmpty();
	}

	@Test
	void steadyHistoriesGetTheShareOfAWindowThatKeepsOneMore() {
		long windows = LENGTH / WINDOW.toMillis();
		assertThat(seeds().mapToLong((seed) -> steady(true, seed).given.size()).min().orElseThrow())
			.isGreaterThanOrEqualTo(windows * LIMIT * 10 / 12 - LIMIT);
	}

	private static IntStream seeds() {
		return IntStream.range(0, Trials.of(10_000));
	}

	private static History steady(boolean marking, int seed) {
		History history = new History(marking, seed);
		while (history.trueTime < LENGTH) {
			history.ask(history.anyInstance());
			history.advance(history.random.nextInt(600));
		}
		return history;
	}

	private static History inTurns(boolean marking, int seed) {
		History history = new History(marking, seed);
		while (history.trueTime < LENGTH) {
			Instance instance = history.anyInstance();
			int pause = history.random.nextBoolean() ? 0 : history.random.nextInt(1000);
			for (int i = history.random.nextInt(2 * LIMIT); i > 0 && history.ask(instance); i--) {
				history.advance(pause);
			}
			history.advance(history.random.nextInt(8000));
		}
		return history;
	}

	/**
	 * What instances did with a window, and when they were given permits.
	 */
	private static final class History {

		private final boolean marking;

		private final Random random;

		private final List<Instance> instances = new ArrayList<>();

		private final List<Long> given = new ArrayList<>();

		private WindowLevel window;

		private long trueTime;

		/** All have met at the beginning, and know whose clock is ahead. */
		History(boolean marking, int seed) {
			this.marking = marking;
			this.random = new Random(seed);
			this.window = WindowLevel.empty(new RateLimit.SlidingWindow(LIMIT, WINDOW, 10), 10, 0);
			for (int offset : new int[] { -30 - this.random.nextInt(60), -30, this.random.nextInt(25), 30, 30 }) {
				this.instances.add(new Instance(Duration.ofSeconds(offset)));
			}
			this.instances.forEach(this::ask);
			advance(this.random.nextInt(1000));
			this.instances.forEach(this::ask);
		}

		Instance anyInstance() {
			return this.instances.get(this.random.nextInt(this.instances.size()));
		}

		void advance(long millis) {
			this.trueTime += millis;
			this.instances.forEach((instance) -> instance.time.advance(Duration.ofMillis(millis)));
		}

		boolean ask(Instance instance) {
			WindowLevel level = instance.look(this.window);
			if (!level.fits(1)) {
				return false;
			}
			this.window = instance.follows() && this.marking ? marked(level.plus(1)) : level.plus(1);
			instance.wrote(this.window);
			this.given.add(this.trueTime);
			return true;
		}

		private static WindowLevel marked(WindowLevel level) {
			return new WindowLevel(level.limit(), level.kept(), level.now(), level.index(), level.total(), level.past(),
					level.index());
		}

		int most() {
			List<Long> later = this.given.stream().filter((at) -> at >= WINDOW.toMillis()).toList();
			return Intervals.most(later, WINDOW.toMillis());
		}

	}

	/**
	 * An instance, with a clock of its own.
	 */
	private static final class Instance {

		private final MutableTimeSource time = new MutableTimeSource();

		private final ItemClock clock = new ItemClock(this.time, TOLERANCE);

		private @Nullable WindowLevel last;

		private WindowLevel asSeen = WindowLevel.empty(new RateLimit.SlidingWindow(LIMIT, WINDOW, 10), 10, 0);

		Instance(Duration offset) {
			this.time.jumpWallClock(offset);
		}

		WindowLevel look(WindowLevel window) {
			if (window != this.last) {
				wrote(window);
				this.asSeen = window.seenFirstAt(this.clock.now());
			}
			return this.asSeen.at(this.clock.now());
		}

		void wrote(WindowLevel window) {
			this.clock.observe(window.provenTime());
			this.last = window;
			this.asSeen = window;
		}

		boolean follows() {
			return this.clock.moment().follows();
		}

	}

}
