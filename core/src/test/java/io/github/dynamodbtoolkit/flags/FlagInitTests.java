package io.github.dynamodbtoolkit.flags;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TableUnavailableException;
import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.MutableTimeSource;
import io.github.dynamodbtoolkit.testing.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.dynamodbtoolkit.flags.FlagFixture.flag;
import static io.github.dynamodbtoolkit.flags.FlagFixture.flags;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An init under throttling, interrupted anywhere, and raced by upserts.
 */
class FlagInitTests {

	private static final UnaryOperator<FlagStoreSettings> UNSAFE = (settings) -> settings.withSafeInit(false);

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FlagFixture fixture = new FlagFixture(dynamoDb);

	private final FlagStore store = this.fixture.store();

	@Test
	void everyFlagIsStoredThoughTenOfEachBatchAreHandedBack() {
		this.fixture.http().rule((operation, number) -> batchWrite(operation, Fault.handedBack(15)));
		InitResult result = this.store.init(flags(flags(100, 1)));
		this.fixture.http().heal();
		assertThat(result.written()).isEqualTo(100);
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).isEqualTo(flags(100, 1));
		assertThat(this.store.isInitialized()).isTrue();
	}

	@Test
	void everyDeletionIsDoneThoughTenOfEachBatchAreHandedBack() {
		this.store.init(flags(flags(60, 1)));
		this.fixture.http().rule((operation, number) -> batchWrite(operation, Fault.handedBack(15)));
		this.fixture.store(UNSAFE).init(flags(flags(10, 1)));
		this.fixture.http().heal();
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).isEqualTo(flags(10, 1));
	}

	@Test
	void everyItemIsStoredThoughTwoFifthsAreHandedBackAtRandom() {
		for (int seed = 0; seed < Trials.of(50); seed++) {
			FlagFixture fresh = new FlagFixture(dynamoDb);
			Random random = new Random(seed);
			fresh.http().rule((operation, number) -> batchWrite(operation, Fault.handedBack(random.nextInt(5, 26))));
			fresh.store().init(flags(flags(500, 1)));
			assertThat(fresh.http().attempts()).isLessThanOrEqualTo(3 * (2 + 20 + 1));
			assertThat(fresh.otherStore().getAll(FlagKind.FLAGS, Consistency.STRONG)).isEqualTo(flags(500, 1));
			assertThat(fresh.otherStore().isInitialized()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 24 })
	void whatIsHandedBackForEverIsAnErrorAndNotInitialised(int processedAtFirst) {
		for (int trial = 0; trial < Trials.of(10); trial++) {
			assertFailsAndIsNotInitialised(processedAtFirst);
		}
	}

	private void assertFailsAndIsNotInitialised(int processedAtFirst) {
		FlagFixture fresh = new FlagFixture(dynamoDb);
		FlagStore waiting = fresh.store(UnaryOperator.identity(), new MutableTimeSource());
		fresh.http()
			.rule((operation, number) -> batchWrite(operation, Fault.handedBack((number == 1) ? processedAtFirst : 0)));
		assertThatExceptionOfType(TableUnavailableException.class).isThrownBy(() -> waiting.init(flags(flags(30, 1))))
			.withMessageContaining("handed back");
		fresh.http().heal();
		assertThat(fresh.store().isInitialized()).isFalse();
	}

	@Test
	void killedAfterAnyBatchNothingIsLostAndARepetitionCompletes() {
		FlagStore unsafe = this.fixture.store(UNSAFE);
		Map<String, FlagItem> before = flagSet(1);
		unsafe.init(flags(before));
		for (int trial = 0; trial < 21 * Trials.of(5); trial++) {
			Map<String, FlagItem> after = flagSet(2 + trial);
			killAfter("BatchWriteItem", 1 + trial % 21);
			assertThatExceptionOfType(TableException.class).isThrownBy(() -> unsafe.init(flags(after)));
			assertNothingLost(before, after);
			this.fixture.http().heal();
			unsafe.init(flags(after));
			assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).isEqualTo(after);
			before = after;
		}
	}

	/** 490 flags that every set has, and 10 that the next one has not. */
	private static Map<String, FlagItem> flagSet(int version) {
		Map<String, FlagItem> flags = flags(490, version);
		IntStream.range(0, 10).forEach((i) -> flags.put("only-" + version + "-" + i, flag("only", version)));
		return flags;
	}

	@Test
	void killedAfterAnyWriteOfASafeInitNothingIsLostAndARepetitionCompletes() {
		Map<String, FlagItem> before = Map.of("a", flag("a", 1), "b", flag("b", 1), "gone", flag("gone", 1));
		Map<String, FlagItem> after = Map.of("a", flag("a", 2), "b", flag("b", 2), "new", flag("new", 1));
		for (int write = 1; write <= 4; write++) {
			this.fixture.store(UNSAFE).init(flags(before));
			killAfter((write < 4) ? "PutItem" : "DeleteItem", (write < 4) ? write : 1);
			assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.store.init(flags(after)));
			this.fixture.http().heal();
			assertNothingLost(before, after);
			this.store.init(flags(after));
			assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).isEqualTo(after);
		}
	}

	private void assertNothingLost(Map<String, FlagItem> before, Map<String, FlagItem> after) {
		Map<String, FlagItem> left = this.fixture.otherStore().getAll(FlagKind.FLAGS, Consistency.STRONG);
		assertThat(left.keySet()).containsAll(before.keySet().stream().filter(after::containsKey).toList());
		left.forEach((key, flag) -> assertThat(flag).isIn(before.get(key), after.get(key)));
	}

	@Test
	void firstFillKilledAfterAnyBatchIsNotInitialised() {
		for (int batch = 1; batch <= 20; batch++) {
			killAfter("BatchWriteItem", 1);
			assertThatExceptionOfType(TableException.class).isThrownBy(() -> this.store.init(flags(flags(500, 1))));
			assertThat(this.fixture.otherStore().isInitialized()).isFalse();
			assertThat(this.fixture.otherStore().getAll(FlagKind.FLAGS, Consistency.STRONG))
				.isEqualTo(flags(25 * batch, 1));
		}
		this.store.init(flags(flags(500, 1)));
		assertThat(this.store.isInitialized()).isTrue();
	}

	/** The write is done, but its process never learns it, and sends no other. */
	private void killAfter(String wanted, int write) {
		this.fixture.http().rule((operation, number) -> {
			if (!operation.equals(wanted) || number < write) {
				return Fault.none();
			}
			return (number == write) ? Fault.closedAfterwards() : Fault.error(400, "AccessDeniedException");
		});
	}

	@Test
	void marksTheStoreLast() {
		this.store.init(Map.of(FlagKind.SEGMENTS, flags(1, 1), FlagKind.FLAGS, flags(30, 1)));
		assertThat(this.fixture.http().journal()).last().satisfies((attempt) -> {
			assertThat(attempt.operation()).isEqualTo("PutItem");
			assertThat(attempt.body()).contains("$inited");
		});
	}

	@Test
	void unchangedItemsAreNotWritten() {
		Map<FlagKind, Map<String, FlagItem>> data = Map.of(FlagKind.FLAGS, flags(100, 1, 2000), FlagKind.SEGMENTS,
				flags(10, 1));
		this.store.init(data);
		this.fixture.metrics().reset();
		InitResult result = this.store.init(data);
		assertThat(this.fixture.metrics().operations()).containsExactly("GetItem", "Query", "Query");
		assertThat(result).isEqualTo(new InitResult(0, 110, 0, 0, List.of()));
	}

	@Test
	void aThousandFlagsOfTwoKilobytesCostFortyBatchesAndThreeQueries() {
		this.store.init(flags(flags(1000, 1, 1900)));
		assertThat(this.fixture.metrics().operations()).hasSize(2 + 40 + 1);
		this.fixture.metrics().reset();
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).hasSize(1000);
		assertThat(this.fixture.metrics().operations()).isNotEmpty().hasSizeLessThanOrEqualTo(3).containsOnly("Query");
		assertThat(this.fixture.metrics().readUnits()).isLessThan(520);
	}

	@Test
	void newerUpsertDuringAnInitSurvives() {
		this.store.init(flags(Map.of("changed", flag("changed", 1), "gone", flag("gone", 1))));
		beforeFirst("PutItem", () -> {
			this.fixture.otherStore().upsert(FlagKind.FLAGS, "changed", flag("changed", 7));
			this.fixture.otherStore().upsert(FlagKind.FLAGS, "gone", flag("gone", 7));
			this.fixture.otherStore().upsert(FlagKind.FLAGS, "new", flag("new", 7));
		});
		InitResult result = this.store.init(flags(Map.of("changed", flag("changed", 2), "new", flag("new", 2))));
		assertThat(result).returns(3, InitResult::overtaken).returns(0, InitResult::written);
		assertThat(this.store.getAll(FlagKind.FLAGS, Consistency.STRONG)).containsOnly(
				Map.entry("changed", flag("changed", 7)), Map.entry("gone", flag("gone", 7)),
				Map.entry("new", flag("new", 7)));
	}

	@Test
	void withoutSafeInitANewerUpsertDuringAnInitIsLost() {
		FlagStore unsafe = this.fixture.store(UNSAFE);
		unsafe.init(flags(Map.of("changed", flag("changed", 1))));
		beforeFirst("BatchWriteItem",
				() -> this.fixture.otherStore().upsert(FlagKind.FLAGS, "changed", flag("changed", 7)));
		unsafe.init(flags(Map.of("changed", flag("changed", 2))));
		assertThat(this.store.get(FlagKind.FLAGS, "changed")).isEqualTo(flag("changed", 2));
	}

	@Test
	void olderUpsertDuringAnInitIsReplaced() {
		this.store.init(flags(Map.of("f", flag("f", 1))));
		beforeFirst("PutItem", () -> this.fixture.otherStore().upsert(FlagKind.FLAGS, "f", flag("f", 2)));
		this.store.init(flags(Map.of("f", flag("f", 3))));
		assertThat(this.store.get(FlagKind.FLAGS, "f")).isEqualTo(flag("f", 3));
	}

	private void beforeFirst(String wanted, Runnable action) {
		this.fixture.http().once(wanted, (attempt) -> {
			action.run();
			return attempt.send();
		});
	}

	@Test
	void lostAnswerOfAConditionalWriteCountsAsWritten() {
		this.store.init(flags(Map.of("f", flag("f", 1))));
		this.fixture.http().once("PutItem", Fault.resetAfterwards());
		assertThat(this.store.init(flags(Map.of("f", flag("f", 2)))).written()).isEqualTo(1);
		assertThat(this.fixture.http().journal()).extracting(Attempt::operation).endsWith("PutItem", "PutItem");
	}

	private static Fault batchWrite(String operation, Fault fault) {
		return operation.equals("BatchWriteItem") ? fault : Fault.none();
	}

}
