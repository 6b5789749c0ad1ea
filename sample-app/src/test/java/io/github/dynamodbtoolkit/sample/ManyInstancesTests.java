package io.github.dynamodbtoolkit.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.dynamodbtoolkit.sample.Shop.Answer;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four instances with 32 callers each want a report that nobody has made yet.
 */
class ManyInstancesTests extends FourShops {

	/** Longer than anything that is waited for. */
	private static final Duration LEASE = Duration.ofMinutes(2);

	private static final Duration DELAY = Duration.ofSeconds(1);

	private static final int CALLERS_OF_EACH_REPORT = 2;

	ManyInstancesTests() {
		super(LEASE, DELAY);
	}

	@Test
	void makeItOnce() throws Exception {
		for (int trial = 0; trial < Trials.of(20); trial++) {
			this.cluster.resetStats();
			String report = nextReport();
			List<Answer> answers = Callers.all(this.callers.get(this.cluster.shops(), Callers.OF_EACH, report));
			assertThat(answers).hasSize(4 * Callers.OF_EACH).allMatch((answer) -> answer.status() == 200);
			assertThat(answers).extracting(Answer::body).containsOnly(answers.get(0).body());
			assertThat(this.cluster.loads("reportLoads")).as("trial %d", trial).isOne();
		}
	}

	/** The same callers of each shop ask in the same order, and so at the same time. */
	@Test
	void makeTwoHundredOnceEach() throws Exception {
		for (int trial = 0; trial < Trials.of(20); trial++) {
			this.cluster.resetStats();
			List<String> reports = nextReports(200);
			List<CompletableFuture<Answer>> answers = new ArrayList<>();
			for (List<String> share : sharesOf(reports)) {
				for (ShopProcess shop : this.cluster.shops()) {
					answers.add(this.callers.async(() -> getAll(shop.shop(), share)));
				}
			}
			assertThat(Callers.all(answers)).allMatch((answer) -> answer.status() == 200);
			assertThat(this.cluster.loads("reportLoads")).as("trial %d", trial).isEqualTo(200);
		}
	}

	/**
	 * One for each caller of a shop, so that {@value #CALLERS_OF_EACH_REPORT} of them
	 * want each report. Their orders differ.
	 */
	private static List<List<String>> sharesOf(List<String> reports) {
		int ofRound = Callers.OF_EACH / CALLERS_OF_EACH_REPORT;
		List<List<String>> shares = new ArrayList<>();
		for (int round = 0; round < CALLERS_OF_EACH_REPORT; round++) {
			List<String> shuffled = new ArrayList<>(reports);
			Collections.shuffle(shuffled);
			for (int i = 0; i < ofRound; i++) {
				shares.add(shuffled.subList(i * reports.size() / ofRound, (i + 1) * reports.size() / ofRound));
			}
		}
		return shares;
	}

	private static Answer getAll(Shop shop, List<String> reports) {
		Answer last = null;
		for (String report : reports) {
			last = shop.get(report);
			assertThat(last.status()).isEqualTo(200);
		}
		return last;
	}

	@Test
	void makeItOnceForThoseWhoComeAsItIsReady() throws Exception {
		for (int trial = 0; trial < Trials.of(20); trial++) {
			this.cluster.resetStats();
			String report = nextReport();
			List<CompletableFuture<Answer>> answers = new ArrayList<>(
					this.callers.get(this.cluster.shops(), 1, report));
			this.cluster.whoMakesAReport();
			TimeUnit.MILLISECONDS.sleep(DELAY.toMillis() - 150);
			for (int wave = 0; wave < 30; wave++) {
				answers.addAll(this.callers.get(this.cluster.shops(), 1, report));
				TimeUnit.MILLISECONDS.sleep(10);
			}
			List<Answer> all = Callers.all(answers);
			assertThat(all).extracting(Answer::body).containsOnly(all.get(0).body());
			assertThat(this.cluster.loads("reportLoads")).as("trial %d", trial).isOne();
		}
	}

	@Test
	void whoComesAfterAnInvalidationGetsAReportThatWasBegunAfterIt() throws Exception {
		for (int trial = 0; trial < Trials.of(20); trial++) {
			this.cluster.resetStats();
			String report = nextReport();
			List<CompletableFuture<Answer>> before = this.callers.get(this.cluster.shops(), 8, report);
			ShopProcess maker = this.cluster.whoMakesAReport();
			Shop other = this.cluster.without(maker).get(0).shop();
			assertThat(other.delete(report.replace("/reports", "/caches/reports/keys")).status()).isEqualTo(204);
			Instant invalidated = Instant.now();
			List<CompletableFuture<Answer>> after = this.callers.get(this.cluster.shops(), 8, report);
			for (Answer answer : Callers.all(after)) {
				Instant begun = Instant.parse(answer.json().get("createdAt").asString()).minus(DELAY);
				assertThat(begun).as("trial %d", trial).isAfterOrEqualTo(invalidated);
			}
			assertThat(Callers.all(before)).allMatch((answer) -> answer.status() == 200);
			assertThat(this.cluster.loads("reportLoads")).as("trial %d", trial).isEqualTo(2);
		}
	}

}
