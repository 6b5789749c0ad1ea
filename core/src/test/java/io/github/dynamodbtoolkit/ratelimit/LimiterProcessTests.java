package io.github.dynamodbtoolkit.ratelimit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.JavaProcess;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four processes never give more than the limit together, and not less than is due. Here
 * time passes by itself.
 */
@Tag("process")
class LimiterProcessTests {

	private static final int LIMIT = 100;

	/** So long that a slow machine can give all permits of it. */
	private static final Duration WINDOW = Duration.ofSeconds(15);

	private static final int THREADS = 10;

	private static final long LONGEST_PART = Duration.ofSeconds(20).toMillis();

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final List<JavaProcess> processes = new ArrayList<>();

	private void start(Duration window, Duration... skews) throws IOException {
		for (Duration skew : skews) {
			this.processes.add(LimiterProcess.start(dynamoDb, LIMIT, window, skew));
		}
		tell(this.processes, "warm-up", LIMIT, Long.MAX_VALUE);
		given(this.processes);
	}

	@AfterEach
	void stop() {
		this.processes.forEach(JavaProcess::close);
	}

	@Test
	void twoThousandRequestsGetExactlyTheLimit() throws Exception {
		start(Duration.ofHours(1), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
		for (int trial = 0; trial < Trials.of(100); trial++) {
			tell(this.processes, "once-" + trial, 500, Long.MAX_VALUE);
			assertThat(given(this.processes)).as("trial %d", trial).hasSize(LIMIT);
		}
	}

	@Test
	void sustainedLoadGetsItsShareAndNeverMoreInAnyInterval() throws Exception {
		start(WINDOW, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
		int windows = Trials.of(40);
		long end = System.currentTimeMillis() + windows * WINDOW.toMillis();
		List<Span> given = sustained("sustained", end);
		assertThat(most(given, WINDOW)).isLessThanOrEqualTo(LIMIT);
		assertThat(given.size()).isGreaterThanOrEqualTo(windows * LIMIT * 10 / 11 - LIMIT / 5);
	}

	@Test
	void clocksAMinuteApartGiveAtMostTwiceTheLimitInTheFirstWindowAndTheLimitAfterIt() throws Exception {
		Duration wrong = Duration.ofSeconds(30);
		start(WINDOW, wrong.negated(), wrong.negated(), wrong, wrong);
		List<JavaProcess> slow = this.processes.subList(0, 2);
		tell(slow, "skewed", LIMIT, Long.MAX_VALUE);
		List<Span> given = new ArrayList<>(given(slow));
		long start = System.currentTimeMillis();
		given.addAll(sustained("skewed", start + Trials.of(40) * WINDOW.toMillis()));
		assertThat(most(given, WINDOW)).isLessThanOrEqualTo(2 * LIMIT);
		List<Span> later = given.stream().filter((span) -> span.from() >= start + WINDOW.toMillis()).toList();
		assertThat(most(later, WINDOW)).isPositive().isLessThanOrEqualTo(LIMIT);
	}

	/** In parts, so that none is longer than a race may take. */
	private List<Span> sustained(String key, long end) throws IOException {
		List<Span> given = new ArrayList<>();
		while (System.currentTimeMillis() < end) {
			tell(this.processes, key, Integer.MAX_VALUE, Math.min(end, System.currentTimeMillis() + LONGEST_PART));
			given.addAll(given(this.processes));
		}
		return given;
	}

	private static void tell(List<JavaProcess> processes, String key, int requests, long until) throws IOException {
		for (JavaProcess process : processes) {
			process.tell(String.join(" ", key, Integer.toString(THREADS), Integer.toString(requests / THREADS),
					Long.toString(until)));
		}
	}

	private static List<Span> given(List<JavaProcess> processes) throws IOException {
		List<Span> given = new ArrayList<>();
		for (JavaProcess process : processes) {
			Stream.of(process.says().split(",")).filter((text) -> !text.isEmpty()).map(Span::parse).forEach(given::add);
		}
		return given;
	}

	/** The most permits that were certainly given in any interval. */
	private static long most(List<Span> given, Duration length) {
		return given.stream()
			.mapToLong((first) -> given.stream()
				.filter((span) -> span.from() >= first.from() && span.to() < first.from() + length.toMillis())
				.count())
			.max()
			.orElse(0);
	}

	/**
	 * When a permit was given.
	 *
	 * @param from not before that, in milliseconds
	 * @param to not after that
	 */
	private record Span(long from, long to) {

		static Span parse(String text) {
			String[] ends = text.split("-");
			return new Span(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
		}

	}

}
