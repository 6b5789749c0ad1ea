package io.github.dynamodbtoolkit.table;

import java.util.List;
import java.util.Map;

import io.github.dynamodbtoolkit.testing.DynamoDbLocal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Expression} and {@link Update}.
 */
class ExpressionTests {

	private static final List<String> RESERVED = List.of("ttl", "status", "owner", "name", "timestamp", "value",
			"count", "hash", "key", "data", "version", "date", "item", "type", "result", "error");

	@RegisterExtension
	static final DynamoDbLocal dynamoDb = new DynamoDbLocal();

	@Test
	void aliasesEachNameOnce() {
		Expression expression = Expression.of("SET #a = :a, #b_2 = #a REMOVE #m.#ttl");
		assertThat(expression.names()).isEqualTo(Map.of("#a", "a", "#b_2", "b_2", "#m", "m", "#ttl", "ttl"));
		assertThat(expression.text()).isEqualTo("SET #a = :a, #b_2 = #a REMOVE #m.#ttl");
	}

	@Test
	void isNotChangedByAValue() {
		Expression expression = Expression.of("#n = :n");
		assertThat(expression.with(":n", 1).values()).isEqualTo(Map.of(":n", AttributeValue.fromN("1")));
		assertThat(expression.values()).isEmpty();
	}

	@Test
	void showsNoValues() {
		assertThat(Expression.of("#n = :n").with(":n", "secret")).asString().isEqualTo("#n = :n");
	}

	@Test
	void worksWithAttributesWhoseNamesAreReservedWords() {
		TableClient table = dynamoDb.table();
		ItemKey key = table.keys().tag("reserved");
		for (String word : RESERVED) {
			Expression change = Expression.of("SET #" + word + " = :" + word).with(":" + word, 1);
			Expression condition = Expression.of("attribute_not_exists(#" + word + ")");
			assertThat(table.update(key, Update.of(change).when(condition), CallKind.LEASE).applied()).isTrue();
			assertThat(table.update(key, Update.of(change).when(condition), CallKind.LEASE).applied()).isFalse();
		}
		Item item = table.get(key, Consistency.STRONG, CallKind.LOOKUP);
		assertThat(RESERVED).allMatch((word) -> item.number(word) == 1);
	}

	@Test
	void putsOnConditionsWithoutNamesOrValues() {
		TableClient table = dynamoDb.table();
		Item item = Item.of(table.keys().tag("bare")).build();
		assertThat(table.put(item, Expression.of("attribute_not_exists(#pk)"), CallKind.LEASE).applied()).isTrue();
		assertThat(table.put(item, Expression.of("attribute_exists(pk)"), CallKind.LEASE).applied()).isTrue();
	}

	@Test
	void answersWhatWasChanged() {
		TableClient table = dynamoDb.table();
		ItemKey key = table.keys().tag("changed");
		Update add = Update.of(Expression.of("ADD #n :one").with(":one", 1));
		assertThat(table.update(key, add, CallKind.LEASE).item()).isNull();
		assertThat(table.update(key, add.returningNew(), CallKind.LEASE).item().number("n")).isEqualTo(2);
		assertThat(table.update(key, add.returningOld(), CallKind.LEASE).item().number("n")).isEqualTo(2);
		assertThat(table.update(table.keys().tag("new"), add.returningOld(), CallKind.LEASE).item()).isNull();
	}

	@Test
	void keepsWhatIsReturnedWhenACondiditionIsAdded() {
		TableClient table = dynamoDb.table();
		ItemKey key = table.keys().tag("order");
		Expression absent = Expression.of("attribute_not_exists(#pk)");
		Update add = Update.of(Expression.of("ADD #n :one").with(":one", 1)).returningNew().when(absent);
		assertThat(table.update(key, add, CallKind.LEASE).item().number("n")).isEqualTo(1);
	}

	@Test
	void refusesOneNameForTwoValues() {
		Update update = Update.of(Expression.of("SET #n = :n").with(":n", 1))
			.when(Expression.of("#n = :n").with(":n", 2));
		assertThatIllegalArgumentException().isThrownBy(update::values).withMessageContaining(":n");
	}

	@Test
	void mayUseOneValueInBothParts() {
		Update update = Update.of(Expression.of("SET #n = :n").with(":n", 1))
			.when(Expression.of("#n <> :n").with(":n", 1));
		assertThat(update.values()).hasSize(1);
	}

}
