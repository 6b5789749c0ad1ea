package io.github.dynamodbtoolkit.ratelimit;

import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.dynamodbtoolkit.testing.Fault;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A limiter whose expressions say something else on their way to DynamoDB: the negative
 * twin of a test of a race, which must fail.
 */
final class Twin {

	private static final Pattern NAME = Pattern.compile("[#:]\\w+");

	private Twin() {
	}

	/** Replaces the conditions of updates, where the change answers something else. */
	static Fault of(UnaryOperator<String> change) {
		return of("ConditionExpression", change);
	}

	/** Replaces what updates do. */
	static Fault ofChanges(UnaryOperator<String> change) {
		return of("UpdateExpression", change);
	}

	private static Fault of(String expression, UnaryOperator<String> change) {
		return (attempt) -> attempt.operation().equals("UpdateItem")
				? attempt.send(changed(attempt.body(), expression, change)) : attempt.send();
	}

	private static String changed(String body, String expression, UnaryOperator<String> change) {
		ObjectNode request = (ObjectNode) JsonMapper.shared().readTree(body);
		if (!request.has("ConditionExpression")) {
			return body;
		}
		request.put(expression, change.apply(request.get(expression).asString()));
		Set<String> used = new HashSet<>();
		for (String part : new String[] { "UpdateExpression", "ConditionExpression" }) {
			Matcher names = NAME.matcher(request.get(part).asString());
			while (names.find()) {
				used.add(names.group());
			}
		}
		for (String part : new String[] { "ExpressionAttributeNames", "ExpressionAttributeValues" }) {
			ObjectNode values = (ObjectNode) request.get(part);
			values.retain(values.propertyNames().stream().filter(used::contains).toList());
		}
		return request.toString();
	}

}
