package io.github.dynamodbtoolkit.table;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * A change of one item in place. Immutable.
 */
public final class Update {

	private final Expression change;

	private final @Nullable Expression condition;

	private final ReturnValue returned;

	private Update(Expression change, @Nullable Expression condition, ReturnValue returned) {
		this.change = change;
		this.condition = condition;
		this.returned = returned;
	}

	/**
	 * An unconditional change.
	 * @param change the update expression with its values
	 * @return the update
	 */
	public static Update of(Expression change) {
		return new Update(change, null, ReturnValue.NONE);
	}

	/**
	 * This change, if a condition holds.
	 * @param condition the condition with its values
	 * @return the changed update
	 */
	public Update when(Expression condition) {
		return new Update(this.change, condition, this.returned);
	}

	/**
	 * This change, answering the changed attributes as they are afterwards.
	 * @return the changed update
	 */
	public Update returningNew() {
		return new Update(this.change, this.condition, ReturnValue.UPDATED_NEW);
	}

	/**
	 * This change, answering the whole item as it is afterwards.
	 * @return the changed update
	 */
	public Update returningItem() {
		return new Update(this.change, this.condition, ReturnValue.ALL_NEW);
	}

	/**
	 * This change, answering the changed attributes as they were before. That cannot be
	 * learnt any more when the answer was lost and a repetition recognised its own write.
	 * @return the changed update
	 */
	public Update returningOld() {
		return new Update(this.change, this.condition, ReturnValue.UPDATED_OLD);
	}

	String expression() {
		return this.change.text();
	}

	@Nullable String conditionExpression() {
		return this.condition != null ? this.condition.text() : null;
	}

	boolean returnsNew() {
		return this.returned == ReturnValue.UPDATED_NEW || this.returned == ReturnValue.ALL_NEW;
	}

	ReturnValue returned() {
		return this.returned;
	}

	Map<String, String> names() {
		return this.condition != null ? merge(this.change.names(), this.condition.names()) : this.change.names();
	}

	Map<String, AttributeValue> values() {
		return this.condition != null ? merge(this.change.values(), this.condition.values()) : this.change.values();
	}

	private static <V> Map<String, V> merge(Map<String, V> one, Map<String, V> other) {
		Map<String, V> merged = new HashMap<>(one);
		other.forEach((name, value) -> merged.merge(name, value, (first, second) -> same(name, first, second)));
		return merged;
	}

	private static <V> V same(String name, V first, V second) {
		if (!first.equals(second)) {
			throw new IllegalArgumentException(name + " has one value in the change and another in the condition");
		}
		return first;
	}

}
