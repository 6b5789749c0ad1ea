package io.github.dynamodbtoolkit.sample;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.sample.Shop.Answer;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four instances, of which the one that makes a report is killed or paused.
 */
class DeadInstanceTests extends FourShops {

	private static final Duration LEASE = Duration.ofSeconds(6);

	private static final Duration DELAY = Duration.ofSeconds(10);

	/** Long before the report is ready, on a busy machine too. */
	private static final Duration LATEST_KILL = DELAY.dividedBy(5);

	DeadInstanceTests() {
		super(LEASE, DELAY);
	}

	@Test
	void isReplacedWhenItIsKilled() throws Exception {
		Random random = new Random(1);
		for (int trial = 0; trial < Trials.of(20); trial++) {
			this.cluster.resetStats();
			String report = nextReport();
			// Only the others' callers can be answered: who asks the maker is cut off.
			List<CompletableFuture<Answer>> answers = this.callers.get(this.cluster.shops(), 1, report);
			ShopProcess maker = this.cluster.whoMakesAReport();
			List<ShopProcess> others = this.cluster.without(maker);
			List<CompletableFuture<Answer>> joiners = this.callers.get(others, Callers.OF_EACH, report);
			TimeUnit.MILLISECONDS.sleep(random.nextInt((int) LATEST_KILL.toMillis()));
			maker.process().close(); // as kill -9, but without a process that has to
										// start first
			long killed = System.nanoTime();
			assertThat(Callers.all(joiners)).allMatch((answer) -> answer.status() == 200);
			Duration took = Duration.ofNanos(System.nanoTime() - killed);
			assertThat(took).as("trial %d", trial).isLessThan(LEASE.plus(DELAY).plusSeconds(2));
			this.cluster.remove(maker);
			assertThat(1 + this.cluster.loads("reportLoads")).as("loads in trial %d", trial).isEqualTo(2);
			answers.forEach((answer) -> answer.exceptionally((failure) -> null).join());
			this.cluster.add();
		}
	}

	/** It wakes up when others have taken over, and what it has made is not kept. */
	@Test
	void doesNotKeepWhatItMakesLate() throws Exception {
		for (int trial = 0; trial < Trials.of(10); trial++) {
			this.cluster.resetStats();
			String report = nextReport();
			List<CompletableFuture<Answer>> first = this.callers.get(this.cluster.shops(), 1, report);
			ShopProcess maker = this.cluster.whoMakesAReport();
			maker.process().signal("STOP");
			long stopped = System.nanoTime();
			List<ShopProcess> others = this.cluster.without(maker);
			String kept = Callers.all(this.callers.get(others, 8, report)).get(0).body();
			TimeUnit.NANOSECONDS.sleep(LEASE.multipliedBy(2).toNanos() - (System.nanoTime() - stopped));
			maker.process().signal("CONT");
			assertThat(Callers.all(first)).allMatch((answer) -> answer.status() == 200);
			assertThat(Callers.all(this.callers.get(this.cluster.shops(), 1, report))).as("trial %d", trial)
				.extracting(Answer::body)
				.containsOnly(kept);
			assertThat(this.cluster.loads("reportLoads")).isEqualTo(2);
		}
	}

}
