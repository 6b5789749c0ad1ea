package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.value.EncodedValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Two instances and one table, with time moved by hand.
 */
@Tag("contract")
@Timeout(30)
class DedupeStoreTests {

	private static final Duration LEASE = DedupeFixture.LEASE;

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final AtomicInteger KEYS = new AtomicInteger();

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final MutableTimeSource time = new MutableTimeSource();

	private final ManualBackground background = new ManualBackground(this.time);

	private final DedupeStore here = DedupeFixture.store(dynamoDb, this.time, this.background);

	private final ManualBackground otherBackground = new ManualBackground(this.time);

	private final DedupeStore there = DedupeFixture.store(dynamoDb, this.time, this.otherBackground);

	private final String key = "key-" + KEYS.incrementAndGet();

	@Test
	void firstCallerOwnsAndOthersJoin() {
		Lease lease = DedupeFixture.own(this.here, this.key);
		assertThat(lease.isHeld()).isTrue();
		assertThat(DedupeFixture.join(this.here, this.key).fence()).isEqualTo(lease.fence());
		assertThat(DedupeFixture.join(this.there, this.key).fence()).isEqualTo(lease.fence());
		assertThat(this.there.isInProgress(this.key)).isTrue();
	}

	@Test
	void tellsWhatThisInstanceIsDoing() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		Lease scoped = DedupeFixture.own(this.here.in("orders"), this.key);
		waiting(this.here, this.background);
		this.background.advance(Duration.ofSeconds(1));
		assertThat(this.here.running()).containsExactlyInAnyOrder(
				new RunningJob(null, this.key, lease.fence(), Duration.ofSeconds(1), 1),
				new RunningJob("orders", this.key, scoped.fence(), Duration.ofSeconds(1), 0));
		assertThat(this.here.running().toString()).doesNotContain(this.key);
		assertThat(this.there.running()).isEmpty();
		this.here.release(scoped);
		DedupeFixture.complete(this.here, lease, "done");
		assertThat(this.here.running()).isEmpty();
	}

	@Test
	void joinerElsewhereGetsTheResultAndItsMetadata() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<Outcome> waiting = waiting(this.there, this.otherBackground);
		this.here.complete(lease, DedupeFixture.encoded("done"), Map.of("version", "7"), Duration.ZERO);
		this.otherBackground.advance(Duration.ofSeconds(1));
		assertThat(waiting.get()).satisfies((outcome) -> assertThat(DedupeFixture.value(outcome)).isEqualTo("done"))
			.isInstanceOfSatisfying(Outcome.Completed.class,
					(completed) -> assertThat(completed.metadata()).containsExactlyEntriesOf(Map.of("version", "7")));
	}

	@Test
	void joinerHereIsWokenDirectly() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<Outcome> waiting = waiting(this.here, this.background);
		DedupeFixture.complete(this.here, lease, "done");
		assertThat(DedupeFixture.value(waiting.get())).isEqualTo("done");
	}

	@Test
	void nullResultIsAResult() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<String> waiting = DedupeFixture
			.async(() -> this.there.<String, RuntimeException>execute(this.key, String.class, () -> "own"));
		DedupeFixture.until(() -> this.otherBackground.size() == 1);
		this.here.complete(lease, DedupeFixture.CODEC.encode(null, String.class), Map.of(), Duration.ZERO);
		this.otherBackground.advance(Duration.ofSeconds(1));
		assertThat(waiting.get()).isNull();
	}

	@Test
	void joinerGetsTheOwnersFailure() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<String> waiting = executing(this.there, this.otherBackground);
		this.here.fail(lease, new IllegalStateException("no luck"));
		this.otherBackground.advance(Duration.ofSeconds(1));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
			.havingCause()
			.isInstanceOfSatisfying(DedupedFailureException.class, (ex) -> {
				assertThat(ex.getKey()).isEqualTo(this.key);
				assertThat(ex.getExceptionClass()).isEqualTo("java.lang.IllegalStateException");
			})
			.withMessageContaining("no luck");
	}

	@Test
	void joinerHereGetsTheOwnersExceptionAsCause() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<String> waiting = executing(this.here, this.background);
		IllegalStateException original = new IllegalStateException("no luck");
		this.here.fail(lease, original);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
			.havingCause()
			.isInstanceOf(DedupedFailureException.class)
			.havingCause()
			.isSameAs(original);
	}

	@Test
	void failureFreesTheKeyAtOnce() {
		assertThatIllegalStateException().isThrownBy(() -> this.here.execute(this.key, String.class, () -> {
			throw new IllegalStateException("no luck");
		})).withMessage("no luck");
		assertThat(this.there.<String, RuntimeException>execute(this.key, String.class, () -> "second"))
			.isEqualTo("second");
	}

	@Test
	void finishedResultIsNotReplayedUnlessAsked() {
		assertThat(run(this.here, "first", Duration.ZERO)).isEqualTo("first");
		assertThat(run(this.there, "second", Duration.ZERO)).isEqualTo("second");
	}

	@Test
	void expiredResultIsNeverReturned() {
		Duration keep = Duration.ofMinutes(1);
		assertThat(run(this.here, "first", keep)).isEqualTo("first");
		this.time.advance(keep.minusMillis(1));
		assertThat(run(this.there, "second", keep)).isEqualTo("first");
		this.time.advance(Duration.ofMillis(1));
		assertThat(run(this.there, "third", keep)).isEqualTo("third");
	}

	@Test
	void joinerOfAFinishedRunGetsItsOutcomeAlthoughTheNextHasBegun() throws Exception {
		Lease first = DedupeFixture.own(this.here, this.key);
		CompletableFuture<Outcome> waiting = waiting(this.there, this.otherBackground);
		DedupeFixture.complete(this.here, first, "first");
		Lease second = DedupeFixture.own(this.here, this.key);
		this.otherBackground.advance(Duration.ofSeconds(1));
		assertThat(DedupeFixture.value(waiting.get())).isEqualTo("first");
		assertThat(this.here.renew(second)).isTrue();
		assertThat(DedupeFixture.item(dynamoDb, this.key)).doesNotContainKeys("value", "outcome");
	}

	@Test
	void deadOwnerIsTakenOverAfterLease() {
		Lease dead = DedupeFixture.own(this.here, this.key);
		this.time.advance(LEASE.minusMillis(1));
		DedupeFixture.join(this.there, this.key);
		this.time.advance(Duration.ofMillis(1));
		Lease next = DedupeFixture.own(this.there, this.key);
		assertThat(next.fence()).isGreaterThan(dead.fence());
		assertThat(dead.isHeld()).isFalse();
	}

	@Test
	void waitingJoinerTakesOverADeadOwnerAndRunsTheWork() throws Exception {
		Lease dead = DedupeFixture.own(this.here, this.key);
		CompletableFuture<String> waiting = executing(this.there, this.otherBackground);
		this.otherBackground.advance(LEASE.plusMillis(600));
		assertThat(waiting.get()).isEqualTo("own");
		assertThat(DedupeFixture.complete(this.here, dead, "late")).isFalse();
	}

	@Test
	void onlyOneOfManyWaitersTakesOver() throws Exception {
		DedupeFixture.own(this.here, this.key);
		AtomicInteger runs = new AtomicInteger();
		CompletableFuture<?>[] waiting = new CompletableFuture<?>[8];
		for (int i = 0; i < waiting.length; i++) {
			waiting[i] = DedupeFixture.async(() -> this.there.<String, RuntimeException>execute(this.key, String.class,
					() -> "run " + runs.incrementAndGet()));
		}
		DedupeFixture.until(() -> waiters(this.there) == waiting.length && this.otherBackground.size() == 1);
		this.otherBackground.advance(LEASE.plusMillis(600));
		DedupeFixture.until(() -> runs.get() > 0 && this.there.running().isEmpty());
		DedupeFixture.until(() -> {
			this.otherBackground.advance(Duration.ofMillis(600)); // for who was asked too
			return Stream.of(waiting).allMatch(CompletableFuture::isDone);
		});
		for (CompletableFuture<?> future : waiting) {
			assertThat(future.get()).isEqualTo("run 1");
		}
	}

	@Test
	void staleOwnerCannotFailCompleteOrDelete() {
		Lease stale = DedupeFixture.own(this.here, this.key);
		this.time.advance(LEASE);
		Lease current = DedupeFixture.own(this.there, this.key);
		Map<String, AttributeValue> before = DedupeFixture.item(dynamoDb, this.key);
		assertThat(this.here.renew(stale)).isFalse();
		assertThat(this.here.fail(stale, new IllegalStateException())).isFalse();
		assertThat(this.here.release(stale)).isFalse();
		assertThat(DedupeFixture.complete(this.here, stale, "late")).isFalse();
		assertThat(DedupeFixture.item(dynamoDb, this.key)).isEqualTo(before);
		assertThat(DedupeFixture.completeAndKeep(this.there, current, "done", Duration.ofMinutes(1))).isTrue();
		assertThat(DedupeFixture.complete(this.here, stale, "later")).isFalse();
		assertThat(this.here.fail(stale, new IllegalStateException())).isFalse();
		assertThat(((Claim.Finished) this.here.registerOrJoin(this.key, null)).outcome())
			.satisfies((outcome) -> assertThat(DedupeFixture.value(outcome)).isEqualTo("done"));
	}

	@Test
	void staleOwnersWritesCreateNoItem() {
		Lease stale = DedupeFixture.own(this.here, this.key);
		DynamoDbLocal.client()
			.deleteItem((delete) -> delete.tableName(dynamoDb.tableName()).key(DedupeFixture.key(this.key)));
		assertThat(this.here.renew(stale)).isFalse();
		assertThat(DedupeFixture.complete(this.here, stale, "late")).isFalse();
		this.there.clear(this.key);
		assertThat(this.there.isInProgress(this.key)).isFalse();
		assertThat(DedupeFixture.item(dynamoDb, this.key)).isEmpty();
	}

	@Test
	void joinerFailureDoesNotTouchOwner() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		Claim.Joined joined = DedupeFixture.join(this.there, this.key);
		assertThat(this.there.waitFor(joined, Duration.ZERO))
			.isEqualTo(new Outcome.NoNews(Outcome.NoNews.Reason.TIMED_OUT));
		assertThat(this.there.isInProgress(this.key)).isTrue();
		assertThat(DedupeFixture.complete(this.here, lease, "done")).isTrue();
	}

	@Test
	void heartbeatKeepsTheLeaseForAsLongAsTheWorkRuns() {
		Lease lease = DedupeFixture.own(this.here, this.key);
		for (int i = 0; i < 60; i++) {
			this.background.advance(Duration.ofSeconds(4));
			assertThat(lease.isHeld()).isTrue();
			assertThat(this.there.isInProgress(this.key)).isTrue();
		}
		assertThat(DedupeFixture.complete(this.here, lease, "done")).isTrue();
	}

	@Test
	void heartbeatEndsWithTheJobTimeout() {
		Lease lease = DedupeFixture.own(this.here, this.key);
		this.background.advance(DedupeSettings.defaults().jobTimeout().plus(LEASE).plus(LEASE));
		assertThat(lease.isHeld()).isFalse();
		assertThat(this.background.size()).isZero();
		DedupeFixture.own(this.there, this.key);
	}

	@Test
	void leaseIsNotClaimedForItsLastFifth() {
		Lease lease = DedupeFixture.own(this.here, this.key);
		this.time.jumpWallClock(Duration.ofHours(-1));
		this.time.advance(LEASE.dividedBy(5).multipliedBy(4).minusMillis(1));
		assertThat(lease.isHeld()).isTrue();
		this.time.advance(Duration.ofMillis(1));
		assertThat(lease.isHeld()).isFalse();
	}

	@Test
	void fenceGrowsAlthoughTheClockGoesBackAndTheItemIsLost() {
		long first = fenceOfNextRun();
		long second = fenceOfNextRun();
		this.time.jumpWallClock(Duration.ofMinutes(-1));
		long third = fenceOfNextRun();
		this.time.jumpWallClock(Duration.ofMinutes(2));
		DynamoDbLocal.client()
			.deleteItem((delete) -> delete.tableName(dynamoDb.tableName()).key(DedupeFixture.key(this.key)));
		assertThat(List.of(first, second, third, fenceOfNextRun())).isSorted().doesNotHaveDuplicates();
	}

	private long fenceOfNextRun() {
		Lease lease = DedupeFixture.own(this.here, this.key);
		DedupeFixture.complete(this.here, lease, "done");
		return lease.fence();
	}

	@Test
	void itemsOutliveTheirLastWriteByADay() {
		Lease lease = DedupeFixture.own(this.here, this.key);
		assertThat(secondsToLive()).isGreaterThanOrEqualTo(86_400);
		DedupeFixture.completeAndKeep(this.here, lease, "done", Duration.ofDays(7));
		assertThat(secondsToLive()).isGreaterThanOrEqualTo(8 * 86_400);
	}

	private long secondsToLive() {
		return Long.parseLong(DedupeFixture.item(dynamoDb, this.key).get("ttl").n())
				- this.time.instant().getEpochSecond();
	}

	@Test
	void clearFreesTheKeyFromItsOwner() {
		Lease lease = DedupeFixture.own(this.here, this.key);
		this.there.clear(this.key);
		assertThat(this.there.isInProgress(this.key)).isFalse();
		Lease next = DedupeFixture.own(this.there, this.key);
		assertThat(next.fence()).isGreaterThan(lease.fence());
		assertThat(DedupeFixture.complete(this.here, lease, "late")).isFalse();
	}

	@Test
	void clearForgetsAKeptResult() {
		run(this.here, "first", Duration.ofDays(1));
		this.here.clear(this.key);
		assertThat(run(this.there, "second", Duration.ofDays(1))).isEqualTo("second");
	}

	@Test
	void releasedKeyGoesToAWaiter() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<String> waiting = executing(this.there, this.otherBackground);
		this.here.release(lease);
		this.otherBackground.advance(Duration.ofMillis(600));
		assertThat(waiting.get()).isEqualTo("own");
	}

	@Test
	void closeGivesJobsTimeToEnd() {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<Boolean> closing = DedupeFixture.async(() -> {
			this.here.close();
			return true;
		});
		DedupeFixture.completeAndKeep(this.here, lease, "done in time", Duration.ofDays(1));
		assertThat(closing).succeedsWithin(Duration.ofSeconds(4));
		assertThat(run(this.there, "other", Duration.ofDays(1))).isEqualTo("done in time");
	}

	@Test
	void closeReleasesWhatStillRunsThen() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<Outcome> waiting = waiting(this.here, this.background);
		closeAtOnce(this.here);
		assertThat(waiting.get()).isEqualTo(new Outcome.NoNews(Outcome.NoNews.Reason.CLOSED));
		assertThat(lease.isHeld()).isFalse();
		assertThat(this.there.isInProgress(this.key)).isFalse();
	}

	@Test
	void closedStoreHandsOutNoLeases() {
		Lease held = DedupeFixture.own(this.here.in("held"), this.key);
		closeAtOnce(this.here);
		assertThatExceptionOfType(NoResultException.class).isThrownBy(() -> this.here.registerOrJoin(this.key, null))
			.withMessage("There is no result for dedupe key '" + this.key + "': the store was closed.")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(NoResultException.Reason.CLOSED));
		assertThatExceptionOfType(NoResultException.class)
			.isThrownBy(() -> run(this.here.in("other"), "mine", Duration.ZERO));
		assertThat(DedupeFixture.complete(this.here, held, "late")).as("it was released at the end").isFalse();
		assertThat(run(this.there, "theirs", Duration.ZERO)).isEqualTo("theirs");
	}

	@Test
	void closedStoreDoesWorkThatMayBeDoneUnprotected() {
		closeAtOnce(this.here);
		DedupeOptions options = DedupeOptions.of(String.class).withOnUnavailable(OnUnavailable.RUN);
		assertThat(this.here.<String, RuntimeException>execute(this.key, options, () -> "done")).isEqualTo("done");
	}

	@Test
	void keyThatIsTakenWhileItsStoreIsClosedIsFreeAtOnce() {
		this.time.beforeNextLook(() -> closeAtOnce(this.here));
		assertThatExceptionOfType(NoResultException.class).isThrownBy(() -> this.here.registerOrJoin(this.key, null))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(NoResultException.Reason.CLOSED));
		assertThat(this.there.isInProgress(this.key)).isFalse();
	}

	@Test
	void whoBeginsToWaitWhileTheStoreIsClosedDoesNot() {
		DedupeFixture.own(this.there, this.key);
		Claim.Joined joined = DedupeFixture.join(this.here, this.key);
		this.time.beforeNextLook(() -> closeAtOnce(this.here));
		CompletableFuture<Outcome> waiting = DedupeFixture.async(() -> this.here.waitFor(joined, PATIENCE));
		assertThat(waiting).succeedsWithin(Duration.ofSeconds(5))
			.isEqualTo(new Outcome.NoNews(Outcome.NoNews.Reason.CLOSED));
	}

	private static void closeAtOnce(DedupeStore store) {
		Thread.currentThread().interrupt(); // grants no time
		store.close();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void payloadMustBeTheSame() {
		DedupeOptions options = DedupeOptions.of(String.class).withKeepResultFor(Duration.ofDays(1));
		Map<String, Object> payload = Map.of("amount", 5, "to", "x", "at", "y");
		Map<String, Object> same = new TreeMap<>(payload);
		assertThat(this.here.<String, RuntimeException>execute(this.key, options.withPayload(payload), () -> "first"))
			.isEqualTo("first");
		assertThat(this.there.<String, RuntimeException>execute(this.key, options.withPayload(same), () -> "second"))
			.isEqualTo("first");
		assertThatExceptionOfType(PayloadMismatchException.class)
			.isThrownBy(() -> this.there.execute(this.key, options.withPayload(Map.of("amount", 6)), () -> "third"))
			.withMessage("Dedupe key '" + this.key
					+ "' is already known with another payload. Use a new key for a new request.");
	}

	@Test
	void payloadMustBeTheSameWhileTheJobRuns() {
		Lease lease = ((Claim.Owned) this.here.registerOrJoin(this.key, "one")).lease();
		assertThatExceptionOfType(PayloadMismatchException.class)
			.isThrownBy(() -> this.here.registerOrJoin(this.key, "two"));
		assertThatExceptionOfType(PayloadMismatchException.class)
			.isThrownBy(() -> this.there.registerOrJoin(this.key, "two"));
		this.here.fail(lease, new IllegalStateException());
		assertThat(this.there.registerOrJoin(this.key, "two")).isInstanceOf(Claim.Owned.class);
	}

	@Test
	void waiterNeverGetsTheResultOfAnotherPayload() throws Exception {
		this.here.registerOrJoin(this.key, "one");
		Claim.Joined joined = (Claim.Joined) this.there.registerOrJoin(this.key, "one");
		this.time.advance(LEASE);
		Lease other = ((Claim.Owned) this.here.registerOrJoin(this.key, "two")).lease();
		CompletableFuture<Outcome> waiting = DedupeFixture.async(() -> this.there.waitFor(joined, PATIENCE));
		DedupeFixture.until(() -> this.otherBackground.size() == 1);
		DedupeFixture.complete(this.here, other, "of two");
		this.otherBackground.advance(Duration.ofSeconds(1));
		assertThat(waiting.get()).isEqualTo(new Outcome.Mismatched());
	}

	@Test
	void payloadWithoutJsonFormIsRefusedBeforeTheWork() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.here.execute(this.key, DedupeOptions.of(String.class).withPayload(new Object()),
					() -> "done"))
			.withMessageStartingWith("A payload of type java.lang.Object cannot be compared");
	}

	@Test
	void largeResultComesInChunks() throws Exception {
		String large = random(1_000_000);
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<Outcome> waiting = waiting(this.there, this.otherBackground);
		DedupeFixture.complete(this.here, lease, large);
		this.otherBackground.advance(Duration.ofSeconds(1));
		assertThat(DedupeFixture.value(waiting.get())).isEqualTo(large);
	}

	@Test
	void joinersOfATooLargeResultRunThemselves() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<String> waiting = executing(this.there, this.otherBackground);
		assertThat(this.here.complete(lease, tooLarge(), Map.of(), Duration.ZERO)).isTrue();
		this.otherBackground.advance(Duration.ofSeconds(1));
		assertThat(waiting.get()).isEqualTo("own");
	}

	@Test
	void keptResultThatIsTooLargeIsAnErrorAndNotDoneAgain() {
		Lease lease = DedupeFixture.own(this.here, this.key);
		assertThat(this.here.complete(lease, tooLarge(), Map.of(), Duration.ofDays(1))).isTrue();
		assertThatExceptionOfType(NoResultException.class)
			.isThrownBy(() -> run(this.there, "again", Duration.ofDays(1)))
			.satisfies((ex) -> assertThat(ex.getKey()).isEqualTo(this.key))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(NoResultException.Reason.NOT_STORED));
	}

	@Test
	void ownerGetsAResultThatCannotBeEncoded() {
		Object strange = Thread.currentThread();
		assertThat(this.here.<Object, RuntimeException>execute(this.key, Object.class, () -> strange))
			.isSameAs(strange);
		assertThat(this.there.isInProgress(this.key)).isFalse();
	}

	@Test
	void interruptedWaiterLeavesMarked() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		Claim.Joined joined = DedupeFixture.join(this.there, this.key);
		CompletableFuture<Boolean> marked = DedupeFixture.async(() -> {
			Thread.currentThread().interrupt();
			assertThat(this.there.waitFor(joined, PATIENCE))
				.isEqualTo(new Outcome.NoNews(Outcome.NoNews.Reason.INTERRUPTED));
			return Thread.interrupted();
		});
		assertThat(marked.get()).isTrue();
		assertThat(DedupeFixture.complete(this.here, lease, "done")).isTrue();
	}

	@Test
	void interruptedOwnerStillRecordsItsOutcome() throws Exception {
		CompletableFuture<Boolean> marked = DedupeFixture.async(() -> {
			this.here.execute(this.key, DedupeOptions.of(String.class).withKeepResultFor(Duration.ofDays(1)), () -> {
				Thread.currentThread().interrupt();
				return "done";
			});
			return Thread.interrupted();
		});
		assertThat(marked.get()).isTrue();
		assertThat(run(this.there, "again", Duration.ofDays(1))).isEqualTo("done");
	}

	@Test
	void interruptedOwnerStillGivesItsKeyBack() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<Boolean> marked = DedupeFixture.async(() -> {
			Thread.currentThread().interrupt();
			assertThat(this.here.fail(lease, new IllegalStateException("interrupted"))).isTrue();
			return Thread.interrupted();
		});
		assertThat(marked.get()).isTrue();
		assertThat(this.there.isInProgress(this.key)).isFalse();
	}

	@Test
	void waitersAreBounded() throws Exception {
		DedupeStore narrow = DedupeFixture.store(DynamoDbLocal.client(), DedupeFixture.settings(dynamoDb, this.time),
				DedupeSettings.defaults().withMaxWaiters(1), this.otherBackground);
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<String> waiting = executing(narrow, this.otherBackground);
		assertThatExceptionOfType(NoResultException.class)
			.isThrownBy(() -> narrow.execute(this.key, String.class, () -> "own"))
			.withMessageContaining("max-waiters (1) callers wait already")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(NoResultException.Reason.TOO_MANY_WAITERS));
		assertThat(narrow.<String, RuntimeException>execute(this.key,
				DedupeOptions.of(String.class).withOnUnavailable(OnUnavailable.RUN), () -> "own"))
			.isEqualTo("own");
		DedupeFixture.complete(this.here, lease, "done");
		this.otherBackground.advance(Duration.ofSeconds(1));
		assertThat(waiting.get()).isEqualTo("done");
	}

	@Test
	void waitEndsWithTheJobTimeout() throws Exception {
		Lease lease = DedupeFixture.own(this.here, this.key);
		CompletableFuture<String> waiting = executing(this.there, this.otherBackground);
		for (int i = 0; i < 75; i++) {
			this.here.renew(lease);
			this.otherBackground.advance(Duration.ofSeconds(4));
		}
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
			.havingCause()
			.isInstanceOf(NoResultException.class)
			.withMessageContaining("is not ready within job-timeout (5m)");
	}

	@Test
	void workThatAsksForItsOwnKeyIsToldSo() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.here.<String, RuntimeException>execute(this.key, String.class,
					() -> this.here.execute(this.key, String.class, () -> "inner")))
			.withMessageEndingWith("asks for the same key again: it would wait for itself.");
	}

	@Test
	void knowsWhatIsInFlightHere() throws Exception {
		assertThat(this.here.isInFlightHere(this.key)).isFalse();
		Lease lease = DedupeFixture.own(this.here, this.key);
		assertThat(this.here.isInFlightHere(this.key)).isTrue();
		assertThat(this.there.isInFlightHere(this.key)).isFalse();
		CompletableFuture<Outcome> waiting = waiting(this.there, this.otherBackground);
		assertThat(this.there.isInFlightHere(this.key)).isTrue();
		DedupeFixture.complete(this.here, lease, "done");
		this.otherBackground.advance(Duration.ofSeconds(1));
		waiting.get();
		assertThat(this.here.isInFlightHere(this.key)).isFalse();
		assertThat(this.there.isInFlightHere(this.key)).isFalse();
	}

	@Test
	void scopesHaveKeysOfTheirOwn() {
		DedupeFixture.own(this.here, this.key);
		DedupeFixture.own(this.here.in("a"), this.key);
		DedupeFixture.own(this.there.in("b"), this.key);
		DedupeFixture.own(this.there, "a#" + this.key);
		DedupeFixture.join(this.there.in("a"), this.key);
	}

	@Test
	void keysAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.isInProgress(""))
			.withMessage("Dedupe key must not be empty.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.isInProgress("x".repeat(3072)))
			.withMessage("Dedupe key is 3072 bytes in UTF-8, the limit is 1024. Shorten it or hash it yourself.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.here.clear("a\nb"))
			.withMessageContaining("control character");
		assertThatNoException().isThrownBy(() -> DedupeFixture.own(this.here, "x".repeat(1024)));
	}

	@Test
	void resultsOfAnotherKeyAreNotReplayed() {
		run(this.here, "secret", Duration.ofDays(1));
		Map<String, AttributeValue> moved = new HashMap<>(DedupeFixture.item(dynamoDb, this.key));
		moved.putAll(DedupeFixture.key(this.key + "-other"));
		DedupeFixture.putItem(dynamoDb, moved);
		assertThat(this.there.<String, RuntimeException>execute(this.key + "-other", String.class, () -> "own"))
			.isEqualTo("own");
	}

	@Test
	void realThreadsPollAndWake() throws Exception {
		DedupeStore one = DedupeStore.on(
				TableClient.on(DynamoDbLocal.client(), DedupeFixture.settings(dynamoDb, TimeSource.system())),
				DedupeFixture.CODEC);
		DedupeStore other = DedupeFixture.store(dynamoDb, TimeSource.system(), new BackgroundThreads());
		CountDownLatch working = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		CompletableFuture<String> owner = DedupeFixture
			.async(() -> one.<String, InterruptedException>execute(this.key, String.class, () -> {
				working.countDown();
				go.await();
				return "done";
			}));
		working.await();
		CompletableFuture<String> joiner = DedupeFixture
			.async(() -> other.<String, RuntimeException>execute(this.key, String.class, () -> "own"));
		go.countDown();
		assertThat(owner.get(10, TimeUnit.SECONDS)).isEqualTo("done");
		assertThat(joiner.get(10, TimeUnit.SECONDS)).isIn("done", "own");
		one.close();
		other.close();
	}

	private String run(DedupeStore store, String result, Duration keepFor) {
		return store.<String, RuntimeException>execute(this.key,
				DedupeOptions.of(String.class).withKeepResultFor(keepFor), () -> result);
	}

	private CompletableFuture<Outcome> waiting(DedupeStore store, ManualBackground background) throws Exception {
		Claim.Joined joined = DedupeFixture.join(store, this.key);
		int before = background.size();
		CompletableFuture<Outcome> waiting = DedupeFixture.async(() -> store.waitFor(joined, PATIENCE));
		DedupeFixture.until(() -> background.size() == before + 1);
		return waiting;
	}

	private CompletableFuture<String> executing(DedupeStore store, ManualBackground background) throws Exception {
		int before = background.size();
		CompletableFuture<String> executing = DedupeFixture
			.async(() -> store.<String, RuntimeException>execute(this.key, String.class, () -> "own"));
		DedupeFixture.until(() -> background.size() == before + 1);
		return executing;
	}

	private long waiters(DedupeStore store) {
		return ((DynamoDbDedupeStore) store).waiters(this.key);
	}

	private static EncodedValue tooLarge() {
		return DedupeFixture.encoded("x".repeat(5 * 1024 * 1024 + 1));
	}

	private static String random(int length) {
		return new Random(7).ints(length, 'a', 'z' + 1)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
