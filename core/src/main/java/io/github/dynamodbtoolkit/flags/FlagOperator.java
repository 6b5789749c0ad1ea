package io.github.dynamodbtoolkit.flags;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * The operators of LaunchDarkly's rules.
 */
public enum FlagOperator {

	/** The attribute equals one of the values. */
	IN("in", (value) -> true, ""),

	/** The attribute ends with one of the values. */
	ENDS_WITH("endsWith", JsonNode::isString, "a text"),

	/** The attribute begins with one of the values. */
	STARTS_WITH("startsWith", JsonNode::isString, "a text"),

	/** A part of the attribute matches one of the values. */
	MATCHES("matches", FlagOperator::isRegularExpression, "a regular expression"),

	/** The attribute contains one of the values. */
	CONTAINS("contains", JsonNode::isString, "a text"),

	/** The attribute is a number below one of the values. */
	LESS_THAN("lessThan", JsonNode::isNumber, "a number"),

	/** The attribute is a number not above one of the values. */
	LESS_THAN_OR_EQUAL("lessThanOrEqual", JsonNode::isNumber, "a number"),

	/** The attribute is a number above one of the values. */
	GREATER_THAN("greaterThan", JsonNode::isNumber, "a number"),

	/** The attribute is a number not below one of the values. */
	GREATER_THAN_OR_EQUAL("greaterThanOrEqual", JsonNode::isNumber, "a number"),

	/** The attribute is a time before one of the values. */
	BEFORE("before", FlagOperator::isTime, "epoch milliseconds or a time of RFC 3339"),

	/** The attribute is a time after one of the values. */
	AFTER("after", FlagOperator::isTime, "epoch milliseconds or a time of RFC 3339"),

	/** The attribute is the same semantic version as one of the values. */
	SEM_VER_EQUAL("semVerEqual", FlagOperator::isVersion, "a semantic version"),

	/** The attribute is a semantic version below one of the values. */
	SEM_VER_LESS_THAN("semVerLessThan", FlagOperator::isVersion, "a semantic version"),

	/** The attribute is a semantic version above one of the values. */
	SEM_VER_GREATER_THAN("semVerGreaterThan", FlagOperator::isVersion, "a semantic version"),

	/** The context belongs to one of the segments; the attribute does not count. */
	SEGMENT_MATCH("segmentMatch", JsonNode::isString, "the key of a segment");

	private static final Map<String, FlagOperator> BY_NAME = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap(FlagOperator::launchDarklyName, Function.identity()));

	private static final Pattern TIME = Pattern
		.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

	private static final Pattern VERSION = Pattern
		.compile("\\d+(\\.\\d+(\\.\\d+)?)?(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

	private final String launchDarklyName;

	private final Predicate<JsonNode> usable;

	private final String expected;

	FlagOperator(String launchDarklyName, Predicate<JsonNode> usable, String expected) {
		this.launchDarklyName = launchDarklyName;
		this.usable = usable;
		this.expected = expected;
	}

	/**
	 * What the operator is called in a definition.
	 * @return such as {@code endsWith}
	 */
	public String launchDarklyName() {
		return this.launchDarklyName;
	}

	static Map<String, FlagOperator> byName() {
		return BY_NAME;
	}

	/** Tells whether this operator can ever be true for a value. */
	boolean accepts(JsonNode value) {
		return this.usable.test(value);
	}

	String expected() {
		return this.expected;
	}

	private static boolean isRegularExpression(JsonNode value) {
		try {
			return value.isString() && Pattern.compile(value.stringValue()) != null;
		}
		catch (PatternSyntaxException ex) {
			return false;
		}
	}

	private static boolean isTime(JsonNode value) {
		return value.isNumber() || (value.isString() && TIME.matcher(value.stringValue()).matches());
	}

	private static boolean isVersion(JsonNode value) {
		return value.isString() && VERSION.matcher(value.stringValue()).matches();
	}

}
