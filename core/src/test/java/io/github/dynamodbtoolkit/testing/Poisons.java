package io.github.dynamodbtoolkit.testing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What may stand in an attribute that is not of our making.
 */
public final class Poisons {

	private static final Map<String, AttributeValue> ALL = new LinkedHashMap<>();

	static {
		ALL.put("a string", AttributeValue.fromS("garbage"));
		ALL.put("an empty string", AttributeValue.fromS(""));
		ALL.put("a number", AttributeValue.fromN("3"));
		ALL.put("a huge number", AttributeValue.fromN("9".repeat(38)));
		ALL.put("a fraction", AttributeValue.fromN("1.5"));
		ALL.put("a negative number", AttributeValue.fromN("-1"));
		ALL.put("a negative fraction", AttributeValue.fromN("-1.5"));
		ALL.put("bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] { 1, 2, 3 })));
		ALL.put("no bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])));
		ALL.put("a map", AttributeValue.fromM(Map.of("a", AttributeValue.fromS("b"))));
		ALL.put("a list", AttributeValue.fromL(List.of(AttributeValue.fromNul(true))));
		ALL.put("null", AttributeValue.fromNul(true));
		ALL.put("true", AttributeValue.fromBool(true));
		ALL.put("false", AttributeValue.fromBool(false));
	}

	private Poisons() {
	}

	/**
	 * A value of each type, and the odd ones of some.
	 * @return values by what they are
	 */
	public static Map<String, AttributeValue> all() {
		return Collections.unmodifiableMap(ALL);
	}

}
