package io.github.dynamodbtoolkit.table;

import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.testing.Attempt;
import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import io.github.dynamodbtoolkit.testing.Fault;
import io.github.dynamodbtoolkit.testing.FaultyHttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A conditional write whose answer was lost is repeated by the SDK, and then fails on
 * itself. It recognises its own token.
 */
@Tag("contract")
@ParameterizedClass
@EnumSource(ClientOrigin.class)
class LostAnswerTests {

	private static final int TRIALS = 50;

	private static final Expression ABSENT = Expression.of("attribute_not_exists(#pk)");

	private static final Expression UNCHANGED = Expression.of("#rev = :seen");

	private static final Expression CHANGE = Expression.of("SET #rev = :rev, #n = :n");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	private final FaultyHttpClient http = new FaultyHttpClient();

	private final TableClient table;

	LostAnswerTests(ClientOrigin origin) {
		this.table = TableClient.on(origin.client(this.http), dynamoDb.settings().withKeyPrefix(origin.name()));
	}

	static Stream<Object[]> lostAnswers() {
		return Stream.of(new Object[] { "closed", Fault.closedAfterwards() },
				new Object[] { "reset", Fault.resetAfterwards() },
				new Object[] { "truncated", Fault.truncatedAfterwards() });
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("lostAnswers")
	void putIfAbsentCountsAsApplied(String name, Fault lost) {
		for (int i = 0; i < TRIALS; i++) {
			ItemKey key = this.table.keys().tag("put-" + name + i);
			this.http.forget();
			this.http.once("PutItem", lost);
			WriteResult result = this.table.put(item(key, "mine"), ABSENT, CallKind.LEASE);
			assertThat(result).isEqualTo(WriteResult.applied(null));
			assertThat(this.http.journal()).extracting(Attempt::applied).containsExactly(true, false);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("lostAnswers")
	void conditionalUpdateCountsAsApplied(String name, Fault lost) {
		for (int i = 0; i < TRIALS; i++) {
			ItemKey key = this.table.keys().tag("update-" + name + i);
			this.table.put(item(key, "old"), CallKind.LEASE);
			this.http.forget();
			this.http.once("UpdateItem", lost);
			WriteResult result = this.table.update(key, update("mine", "old", i).returningNew(), CallKind.LEASE);
			assertThat(result.applied()).isTrue();
			assertThat(result.item().number("n")).isEqualTo(i);
			assertThat(this.http.journal()).extracting(Attempt::applied).containsExactly(true, false);
		}
	}

	@Test
	void doesNotAnswerWhatCannotBeLearntAnyMore() {
		ItemKey key = this.table.keys().tag("old");
		this.table.put(item(key, "old"), CallKind.LEASE);
		for (Update update : List.of(update("1", "old", 1), update("2", "1", 2).returningOld())) {
			this.http.once("UpdateItem", Fault.resetAfterwards());
			assertThat(this.table.update(key, update, CallKind.LEASE)).isEqualTo(WriteResult.applied(null));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("lostAnswers")
	void isRefusedIfAnotherCameInBetween(String name, Fault lost) {
		ItemKey key = this.table.keys().tag("between-" + name);
		this.http.once("PutItem", (attempt) -> {
			dynamoDb.table().put(item(key, "another's"), CallKind.LEASE);
			throw new SocketException("Connection reset");
		});
		WriteResult result = this.table.put(item(key, "mine"), ABSENT, CallKind.LEASE);
		assertThat(result.applied()).isFalse();
		assertThat(result.item().string(Item.REV)).isEqualTo("another's");
	}

	/** Applied, the answer lost; repeated, and the refusal lost too; repeated again. */
	@Test
	void recognisesItselfWhenTheRefusalIsCutOff() {
		ItemKey key = this.table.keys().tag("twice");
		this.http.rule((operation, number) -> number < 3 ? Fault.truncatedAfterwards() : Fault.none());
		assertThat(this.table.put(item(key, "mine"), ABSENT, CallKind.LEASE).applied()).isTrue();
		assertThat(this.http.attempts()).isEqualTo(3);
	}

	@Test
	void anothersTokenIsRefusedWithThePresentItem() {
		ItemKey key = this.table.keys().tag("foreign");
		this.table.put(item(key, "another's"), CallKind.LEASE);
		WriteResult put = this.table.put(item(key, "mine"), ABSENT, CallKind.LEASE);
		assertThat(put.applied()).isFalse();
		assertThat(put.item().string(Item.REV)).isEqualTo("another's");
		WriteResult update = this.table.update(key, update("mine", "old", 1), CallKind.LEASE);
		assertThat(update.applied()).isFalse();
		assertThat(update.item().string(Item.REV)).isEqualTo("another's");
		assertThat(this.http.attempts()).isEqualTo(3);
	}

	@Test
	void refusesAnUpdateOfWhatIsNotThere() {
		WriteResult result = this.table.update(this.table.keys().tag("nothing"), update("mine", "old", 1),
				CallKind.LEASE);
		assertThat(result.applied()).isFalse();
		assertThat(result.item()).isNull();
	}

	/** Shows that the tests above would notice. */
	@Test
	void withoutATokenAWriteCannotRecogniseItself() {
		ItemKey key = this.table.keys().tag("twin");
		this.http.once("PutItem", Fault.resetAfterwards());
		WriteResult result = this.table.put(Item.of(key).set("n", 1).build(), ABSENT, CallKind.LEASE);
		assertThat(result.applied()).isFalse();
		assertThat(result.item().number("n")).isEqualTo(1);
	}

	@Test
	void aSingleAttemptWhoseAnswerIsLostIsAnError() {
		ItemKey key = this.table.keys().tag("once");
		this.http.once("PutItem", Fault.resetAfterwards());
		assertThatExceptionOfType(TableUnavailableException.class)
			.isThrownBy(() -> this.table.put(item(key, "mine"), ABSENT, CallKind.DECISION));
		assertThat(this.table.get(key, Consistency.STRONG, CallKind.LOOKUP)).isNotNull();
	}

	private static Item item(ItemKey key, String rev) {
		return Item.of(key).set(Item.REV, rev).build();
	}

	private static Update update(String rev, String seen, int n) {
		return Update.of(CHANGE.with(":rev", rev).with(":n", n)).when(UNCHANGED.with(":seen", seen));
	}

}
