package io.github.dynamodbtoolkit.ratelimit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

	/**
	 * So long that a slow machine can give all permits within one of its ten sub-windows.
	 * Those that it gives in the next one come back a sub-window later each time, and no
	 * limiter could make up for it.
	 */
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
			assertThat(given(this.processes).size()).as("permits of trial %d", trial).isEqualTo(LIMIT);
		}
	}

	/**
	 * The share is that of all windows together: who takes the limit at once gets nothing
	 * for a whole window, and then the limit again.
	 */
	@Test
	void sustainedLoadGetsItsShareAndNeverMoreInAnyInterval() throws Exception {
		start(WINDOW, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
		int windows = Trials.of(40);
		long start = System.currentTimeMillis();
		List<Span> given = sustained("sustained", start + windows * WINDOW.toMillis());
		assertThat(most(given)).as("permits in a window; %s", summary(given, start)).isLessThanOrEqualTo(LIMIT);
		assertThat(given.size()).as("permits in %d windows; %s", windows, summary(given, start))
			.isGreaterThanOrEqualTo(windows * LIMIT * 10 / 11 - LIMIT / 5);
	}

	/** What matters is how they meet, so they do so again and again. */
	@Test
	void clocksAMinuteApartGiveAtMostTwiceTheLimitInTheFirstWindowAndTheLimitAfterIt() throws Exception {
		Duration wrong = Duration.ofSeconds(30);
		start(WINDOW, wrong.negated(), wrong.negated(), wrong, wrong);
		for (int trial = 0; trial < Trials.of(13); trial++) {
			List<Span> given = new ArrayList<>();
			List<JavaProcess> slow = this.processes.subList(0, 2);
			tell(slow, "skewed-" + trial, LIMIT, Long.MAX_VALUE);
			given.addAll(given(slow));
			long start = System.currentTimeMillis();
			given.addAll(sustained("skewed-" + trial, start + 3 * WINDOW.toMillis()));
			List<Span> later = given.stream().filter((span) -> span.from() >= start + WINDOW.toMillis()).toList();
			assertThat(most(given)).as("permits in a window of trial %d; %s", trial, summary(given, start))
				.isGreaterThanOrEqualTo(LIMIT)
				.isLessThanOrEqualTo(2 * LIMIT);
			assertThat(most(later)).as("permits in a later window of trial %d; %s", trial, summary(given, start))
				.isPositive()
				.isLessThanOrEqualTo(LIMIT);
		}
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

	/**
	 * The most permits that were certainly given in any interval as long as the window.
	 * It suffices to look at those that begin with a permit.
	 */
	private static long most(List<Span> given) {
		return given.stream().mapToLong((first) -> within(given, first.from())).max().orElse(0);
	}

	private static long within(List<Span> given, long start) {
		return given.stream().filter((span) -> span.from() >= start && span.to() < start + WINDOW.toMillis()).count();
	}

	/** Where it went wrong, and whether the machine was too slow. */
	private static String summary(List<Span> given, long start) {
		if (given.isEmpty()) {
			return "none was given";
		}
		Span fullest = given.stream()
			.max(Comparator.comparingLong((first) -> within(given, first.from())))
			.orElseThrow();
		Map<Long, Long> bySubWindow = new TreeMap<>(given.stream()
			.collect(Collectors.groupingBy((span) -> Math.floorDiv(span.from() - start, WINDOW.toMillis() / 10),
					Collectors.counting())));
		long slowest = given.stream().mapToLong((span) -> span.to() - span.from()).max().orElseThrow();
		return "the fullest window begins after %d ms; the slowest decision took %d ms; permits by tenth of a window: %s"
			.formatted(fullest.from() - start, slowest, bySubWindow);
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
