package io.github.dynamodbtoolkit.table;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Race;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Breaker}.
 */
class BreakerTests {

	private static final Duration ALMOST_A_SECOND = Duration.ofMillis(999);

	private static final Duration A_BIT = Duration.ofMillis(2);

	private static final Duration JUST_OVER_A_SECOND = ALMOST_A_SECOND.plus(A_BIT);

	private final MutableTimeSource time = new MutableTimeSource();

	private final Breaker breaker = new Breaker("cache", "table", this.time);

	@Test
	void staysClosedBelowFiveFailuresInARow() {
		for (int i = 0; i < 100; i++) {
			fail(4);
			succeed();
		}
		assertThat(this.breaker.tryEnter()).isTrue();
	}

	@Test
	void opensAfterFiveFailuresInARow() {
		fail(5);
		assertThat(this.breaker.tryEnter()).isFalse();
	}

	@Test
	void countsOnlyFailuresSinceTheLastAnswer() {
		fail(4);
		succeed();
		fail(4);
		assertThat(this.breaker.tryEnter()).isTrue();
	}

	@Test
	void letsOneCallThroughAfterASecond() {
		fail(5);
		this.time.advance(ALMOST_A_SECOND);
		assertThat(this.breaker.tryEnter()).isFalse();
		this.time.advance(A_BIT);
		assertThat(this.breaker.tryEnter()).isTrue();
		assertThat(this.breaker.tryEnter()).isFalse();
	}

	@Test
	void staysOpenWhileTheCallThatWasLetThroughFails() {
		fail(5);
		for (int i = 0; i < 10; i++) {
			this.time.advance(ALMOST_A_SECOND);
			assertThat(this.breaker.tryEnter()).isFalse();
			this.time.advance(A_BIT);
			fail(1);
		}
	}

	@Test
	void closesWhenTheCallThatWasLetThroughSucceeds() {
		fail(5);
		this.time.advance(JUST_OVER_A_SECOND);
		succeed();
		fail(4);
		assertThat(this.breaker.tryEnter()).isTrue();
	}

	@Test
	void letsAnotherCallThroughWhenTheFirstSaysNothing() {
		fail(5);
		this.time.advance(JUST_OVER_A_SECOND);
		assertThat(this.breaker.tryEnter()).isTrue();
		this.breaker.leave();
		assertThat(this.breaker.tryEnter()).isTrue();
		assertThat(this.breaker.tryEnter()).isFalse();
	}

	@Test
	void doesNotCountCallsThatSayNothing() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.breaker.tryEnter()).isTrue();
			this.breaker.leave();
		}
		fail(4);
		assertThat(this.breaker.tryEnter()).isTrue();
	}

	@Test
	void isNotKeptOpenByAClockThatIsSetBack() {
		fail(5);
		this.time.jumpWallClock(Duration.ofDays(-3));
		this.time.advance(JUST_OVER_A_SECOND);
		assertThat(this.breaker.tryEnter()).isTrue();
	}

	@Test
	void isNotOpenedEarlierByAClockThatIsSetForward() {
		fail(5);
		this.time.jumpWallClock(Duration.ofDays(3));
		assertThat(this.breaker.tryEnter()).isFalse();
	}

	@Test
	void letsExactlyOneOfManyThreadsThrough() throws Exception {
		fail(5);
		for (int i = 0; i < 20; i++) {
			this.time.advance(JUST_OVER_A_SECOND);
			List<Boolean> entered = Race.run(8, this.breaker::tryEnter);
			assertThat(Collections.frequency(entered, true)).isEqualTo(1);
			this.breaker.failed();
		}
	}

	@Test
	void opensForFailuresOfManyThreads() throws Exception {
		Race.run(5, () -> {
			fail(1);
			return null;
		});
		assertThat(this.breaker.tryEnter()).isFalse();
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			assertThat(this.breaker.tryEnter()).isTrue();
			this.breaker.failed();
		}
	}

	private void succeed() {
		assertThat(this.breaker.tryEnter()).isTrue();
		this.breaker.answered();
	}

}
