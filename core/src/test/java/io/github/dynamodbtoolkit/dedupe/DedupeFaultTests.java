package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.metrics.DedupeEvent;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableNotFoundException;
import io.github.dynamodbtoolkit.table.TableUnavailableException;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Answers that are lost, and DynamoDB being ill.
 */
@Tag("contract")
@Timeout(180)
class DedupeFaultTests {

	private static final int TRIALS = Trials.of(200);

	private static final AtomicInteger KEYS = new AtomicInteger();

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final DedupeEvents events = new DedupeEvents();

	private final ManualBackground background = new ManualBackground(this.time);

	private final DedupeStore store = DedupeFixture.store(DynamoDbLocal.client(this.http),
			DedupeFixture.settings(dynamoDb, this.time).withMetrics(this.events), DedupeSettings.defaults(),
			this.background);

	private final DedupeStore healthy = DedupeFixture.store(dynamoDb, this.time, new ManualBackground(this.time));

	private String key = newKey();

	private static String newKey() {
		return "fault-" + KEYS.incrementAndGet();
	}

	/** What an owner does, and whether it worked. */
	private enum Transition {

		CLAIM("UpdateItem", (store, lease) -> {
			store.release(lease);
			return store.registerOrJoin(lease.key(), null) instanceof Claim.Owned;
		}),

		RENEW("UpdateItem", DedupeStore::renew),

		COMPLETE("PutItem", (store, lease) -> DedupeFixture.complete(store, lease, "done")),

		FAIL("PutItem", (store, lease) -> store.fail(lease, new IllegalStateException("no luck"))),

		RELEASE("PutItem", DedupeStore::release);

		private final String operation;

		private final BiFunction<DedupeStore, Lease, Boolean> action;

		Transition(String operation, BiFunction<DedupeStore, Lease, Boolean> action) {
			this.operation = operation;
			this.action = action;
		}

	}

	static Stream<Arguments> transitionsAndLostAnswers() {
		List<Fault> faults = List.of(Fault.closedAfterwards(), Fault.resetAfterwards(), Fault.truncatedAfterwards());
		return Arrays.stream(Transition.values())
			.flatMap((transition) -> faults.stream().map((fault) -> Arguments.of(transition, fault)));
	}

	@ParameterizedTest
	@MethodSource("transitionsAndLostAnswers")
	void ownerWhoseAnswerWasLostRecognisesItself(Transition transition, Fault lostAnswer) {
		for (int trial = 0; trial < TRIALS; trial++) {
			Lease lease = DedupeFixture.own(this.store, newKey());
			this.http.once(transition.operation, lostAnswer);
			assertThat(transition.action.apply(this.store, lease)).isTrue();
		}
		assertThat(this.events.events()).doesNotContain(DedupeEvent.LEASE_LOST);
	}

	/**
	 * The twin: without the item that the failed condition returns, an owner does not
	 * recognise itself, and so the test above can fail.
	 */
	@Test
	void ownerDoesNotRecogniseItselfWithoutThePresentItem() {
		this.http.rule((operation, number) -> (number == 1) ? Fault.closedAfterwards() : (number == 2)
				? Fault.changedAnswer((body) -> body.replaceFirst("\"Item\":", "\"Nothing\":")) : Fault.none());
		assertThat(this.store.registerOrJoin(this.key, null)).isInstanceOf(Claim.Joined.class);
		Lease lease = DedupeFixture.own(this.healthy, newKey());
		this.http.rule((operation, number) -> (number == 1) ? Fault.closedAfterwards()
				: Fault.changedAnswer((body) -> body.replaceFirst("\"Item\":", "\"Nothing\":")));
		assertThat(DedupeFixture.complete(this.store, lease, "done")).isFalse();
	}

	@Test
	void takeOverWhoseAnswerWasLostRecognisesItself() throws Exception {
		DedupeFixture.own(this.healthy, this.key);
		CompletableFuture<Outcome> waiting = waiting();
		this.http.once("UpdateItem", Fault.resetAfterwards());
		this.background.advance(DedupeFixture.LEASE.plusMillis(600));
		assertThat(waiting.get()).isInstanceOf(Outcome.TakenOver.class);
	}

	@Test
	void outcomeThatCouldOnlyBeRecordedInSecretIsFoundRecorded() {
		Lease lease = DedupeFixture.own(this.store, this.key);
		this.http.rule((operation, number) -> (number <= 3) ? Fault.closedAfterwards() : Fault.none());
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> DedupeFixture.complete(this.store, lease, "done"));
		assertThat(DedupeFixture.complete(this.store, lease, "done")).isTrue();
	}

	@Test
	void workIsNotDoneWithoutDynamoDb() {
		this.http.always(Fault.unreachable());
		AtomicInteger runs = new AtomicInteger();
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.store.execute(this.key, String.class, () -> "run " + runs.incrementAndGet()));
		assertThat(runs).hasValue(0);
	}

	@Test
	void workIsDoneWithoutDynamoDbIfSaidSo() {
		this.http.always(Fault.unreachable());
		assertThat(this.store.<String, RuntimeException>execute(this.key,
				DedupeOptions.of(String.class).withOnUnavailable(OnUnavailable.RUN), () -> "done"))
			.isEqualTo("done");
		assertThat(this.events.events()).containsExactly(DedupeEvent.UNPROTECTED);
	}

	@Test
	void failureOfTheWorksOwnTableIsNoOutage() {
		TableClient missing = TableClient.on(DynamoDbLocal.client(), dynamoDb.newTableName());
		AtomicInteger runs = new AtomicInteger();
		assertThatExceptionOfType(TableNotFoundException.class).isThrownBy(() -> this.store.execute(this.key,
				DedupeOptions.of(String.class).withOnUnavailable(OnUnavailable.RUN), () -> {
					runs.incrementAndGet();
					return String
						.valueOf(missing.get(missing.keys().dedupeJob("x"), Consistency.STRONG, CallKind.LOOKUP));
				}));
		assertThat(runs).hasValue(1);
	}

	@Test
	void throttledPollKeepsWaiting() throws Exception {
		Lease lease = DedupeFixture.own(this.healthy, this.key);
		CompletableFuture<Outcome> waiting = waiting();
		this.http.always(Fault.throttled());
		this.background.advance(Duration.ofSeconds(5));
		assertThat(waiting).isNotDone();
		assertThat(this.events.events()).contains(DedupeEvent.POLL_FAILED);
		DedupeFixture.complete(this.healthy, lease, "done");
		this.http.heal();
		this.background.advance(Duration.ofSeconds(2));
		assertThat(DedupeFixture.value(waiting.get())).isEqualTo("done");
	}

	@Test
	void waiterHearsOfAnOutageThatIsLongerThanALease() throws Exception {
		DedupeFixture.own(this.healthy, this.key);
		CompletableFuture<String> waiting = DedupeFixture
			.async(() -> this.store.<String, RuntimeException>execute(this.key, String.class, () -> "own"));
		DedupeFixture.until(() -> this.background.size() == 1);
		this.http.always(Fault.unreachable());
		this.background.advance(DedupeFixture.LEASE.plusSeconds(2));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
			.withCauseInstanceOf(TableUnavailableException.class);
	}

	@Test
	void outcomeIsRecordedWhenDynamoDbIsBack() {
		DedupeOptions kept = DedupeOptions.of(String.class).withKeepResultFor(Duration.ofDays(1));
		assertThat(this.store.<String, RuntimeException>execute(this.key, kept, () -> {
			this.http.always(Fault.unreachable());
			return "done";
		})).isEqualTo("done");
		assertThat(this.events.events()).contains(DedupeEvent.NOT_RECORDED);
		this.background.advance(DedupeFixture.LEASE.dividedBy(2));
		this.http.heal();
		this.background.advance(Duration.ofSeconds(3));
		assertThat(this.healthy.<String, RuntimeException>execute(this.key, kept, () -> "again")).isEqualTo("done");
		this.background.advance(Duration.ofMinutes(10));
		assertThat(this.background.size()).isZero();
	}

	@Test
	void abandonedJobIsTakenOverAfterItsLease() throws Exception {
		Lease lease = DedupeFixture.own(this.store, this.key);
		CompletableFuture<Outcome> waiting = waiting();
		this.http.always(Fault.unreachable());
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> DedupeFixture.complete(this.store, lease, "done"));
		this.store.abandon(lease, new Outcome.Completed(DedupeFixture.encoded("done"), Map.of()));
		assertThat(DedupeFixture.value(waiting.get())).isEqualTo("done");
		this.http.heal();
		this.background.advance(DedupeFixture.LEASE);
		assertThat(DedupeFixture.own(this.healthy, this.key).fence()).isGreaterThan(lease.fence());
	}

	@Test
	void heartbeatSurvivesAnOutageShorterThanTheLease() {
		Lease lease = DedupeFixture.own(this.store, this.key);
		this.http.always(Fault.unreachable());
		this.background.advance(Duration.ofSeconds(7));
		this.http.heal();
		this.background.advance(Duration.ofSeconds(4));
		assertThat(lease.isHeld()).isTrue();
		assertThat(this.healthy.isInProgress(this.key)).isTrue();
	}

	@Test
	void ownerWhoIsCutOffStopsClaimingItsLease() {
		Lease lease = DedupeFixture.own(this.store, this.key);
		this.http.always(Fault.unreachable());
		this.background.advance(DedupeFixture.LEASE.multipliedBy(2));
		assertThat(lease.isHeld()).isFalse();
		this.http.heal();
		Lease next = DedupeFixture.own(this.healthy, this.key);
		this.background.advance(DedupeFixture.LEASE.dividedBy(2));
		assertThat(this.events.events()).contains(DedupeEvent.LEASE_LOST);
		assertThat(DedupeFixture.complete(this.store, lease, "late")).isFalse();
		assertThat(DedupeFixture.complete(this.healthy, next, "done")).isTrue();
	}

	private CompletableFuture<Outcome> waiting() throws Exception {
		Claim.Joined joined = DedupeFixture.join(this.store, this.key);
		int others = this.background.size();
		CompletableFuture<Outcome> waiting = DedupeFixture
			.async(() -> this.store.waitFor(joined, Duration.ofMinutes(5)));
		DedupeFixture.until(() -> this.background.size() == others + 1);
		return waiting;
	}

}
