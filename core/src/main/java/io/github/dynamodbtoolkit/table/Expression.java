package io.github.dynamodbtoolkit.table;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition or update expression, with its values. Attribute names are written
 * {@code #name} and stand for the attribute {@code name}: each is aliased, so that none
 * can be one of DynamoDB's reserved words. Immutable.
 */
public final class Expression {

	private static final Pattern NAME = Pattern.compile("#(\\w+)");

	private final String text;

	private final Map<String, String> names;

	private final Map<String, AttributeValue> values;

	private Expression(String text, Map<String, String> names, Map<String, AttributeValue> values) {
		this.text = text;
		this.names = names;
		this.values = values;
	}

	/**
	 * Reads an expression, meant for a constant.
	 * @param text in DynamoDB's syntax
	 * @return the expression without values
	 */
	public static Expression of(String text) {
		Map<String, String> names = NAME.matcher(text)
			.results()
			.map(MatchResult::group)
			.distinct()
			.collect(Collectors.toUnmodifiableMap((alias) -> alias, (alias) -> alias.substring(1)));
		return new Expression(text, names, Map.of());
	}

	/**
	 * This expression with one more value.
	 * @param name the value's name in the text, with its colon
	 * @param value as of {@link Item.Builder#set}
	 * @return the extended expression
	 */
	public Expression with(String name, Object value) {
		Map<String, AttributeValue> extended = new HashMap<>(this.values);
		extended.put(name, Item.attributeValue(value));
		return new Expression(this.text, this.names, extended);
	}

	/**
	 * This expression with more values.
	 * @param values as of {@link Item.Builder#set}, by their names in the text
	 * @return the extended expression
	 */
	public Expression with(Map<String, Object> values) {
		Map<String, AttributeValue> extended = new HashMap<>(this.values);
		values.forEach((name, value) -> extended.put(name, Item.attributeValue(value)));
		return new Expression(this.text, this.names, extended);
	}

	String text() {
		return this.text;
	}

	Map<String, String> names() {
		return this.names;
	}

	Map<String, AttributeValue> values() {
		return this.values;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
