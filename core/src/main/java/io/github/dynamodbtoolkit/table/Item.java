package io.github.dynamodbtoolkit.table;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A typed view of an item. An attribute that is absent, or of another type than asked
 * for, is null: whatever stands in a table, reading it throws nothing.
 */
public final class Item {

	/**
	 * The write token: every conditional write of ours sets it anew, so that a write
	 * whose answer was lost recognises itself.
	 */
	public static final String REV = "rev";

	/**
	 * DynamoDB's time to live: epoch seconds after which the item may be deleted.
	 */
	public static final String TTL = "ttl";

	/**
	 * Epoch milliseconds from which the item counts as absent; 0 means never.
	 */
	public static final String EXPIRES_AT = "expiresAt";

	/** What a map or a list counts beside its elements. */
	private static final int CONTAINER_BYTES = 3;

	private final Map<String, AttributeValue> attributes;

	Item(Map<String, AttributeValue> attributes) {
		this.attributes = attributes;
	}

	/**
	 * Begins an item of the given key.
	 * @param key the item's key
	 * @return a builder
	 */
	public static Builder of(ItemKey key) {
		return new Builder(key);
	}

	/**
	 * Tells whether an attribute is there, whatever its type.
	 * @param name the attribute's name
	 * @return whether it is there
	 */
	public boolean has(String name) {
		return this.attributes.containsKey(name);
	}

	/**
	 * Reads a string.
	 * @param name the attribute's name
	 * @return its value, or null if it is not a string
	 */
	public @Nullable String string(String name) {
		AttributeValue value = this.attributes.get(name);
		return value != null ? value.s() : null;
	}

	/**
	 * Reads a whole number.
	 * @param name the attribute's name
	 * @return its value, or null if it is not a number that fits a long
	 */
	public @Nullable Long number(String name) {
		return toLong(this.attributes.get(name));
	}

	/**
	 * Reads a set of strings.
	 * @param name the attribute's name
	 * @return its value, or null if it is not a set of strings
	 */
	public @Nullable Set<String> stringSet(String name) {
		AttributeValue value = this.attributes.get(name);
		return value != null && value.hasSs() ? Set.copyOf(value.ss()) : null;
	}

	/**
	 * Says for a message what an attribute holds.
	 * @param name the attribute's name
	 * @return the text of a string or number, else DynamoDB's name of its type, or null
	 * if there is none
	 */
	public @Nullable String describe(String name) {
		AttributeValue value = this.attributes.get(name);
		if (value == null) {
			return null;
		}
		return value.s() != null ? value.s() : value.n() != null ? value.n() : value.type().name();
	}

	/**
	 * Reads an attribute of whatever type, for layouts in which it may be one of several.
	 * @param name the attribute's name
	 * @return a String, BigDecimal, Boolean, byte[] (not a copy), or a list or map of
	 * such; null if there is none, or if it is DynamoDB's null
	 */
	public @Nullable Object value(String name) {
		AttributeValue value = this.attributes.get(name);
		return value != null ? value(value) : null;
	}

	private static @Nullable Object value(AttributeValue value) {
		return switch (value.type()) {
			case S -> value.s();
			case N -> new BigDecimal(value.n());
			case BOOL -> value.bool();
			case B -> value.b().asByteArrayUnsafe();
			case L -> value.l().stream().map(Item::value).toList();
			case M -> values(value.m());
			case SS -> List.copyOf(value.ss());
			case NS -> value.ns().stream().map(BigDecimal::new).toList();
			default -> null;
		};
	}

	private static Map<String, @Nullable Object> values(Map<String, AttributeValue> attributes) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		attributes.forEach((name, value) -> values.put(name, value(value)));
		return values;
	}

	/**
	 * Reads bytes.
	 * @param name the attribute's name
	 * @return its value, not a copy, or null if it is not binary
	 */
	public byte @Nullable [] bytes(String name) {
		AttributeValue value = this.attributes.get(name);
		return value != null && value.b() != null ? value.b().asByteArrayUnsafe() : null;
	}

	/**
	 * Reads a map of whole numbers.
	 * @param name the attribute's name
	 * @return its value, or null if it is not a map, or one of its values not a whole
	 * number
	 */
	public @Nullable Map<String, Long> numbers(String name) {
		AttributeValue value = this.attributes.get(name);
		if (value == null || !value.hasM()) {
			return null;
		}
		Map<String, Long> numbers = new HashMap<>();
		for (Map.Entry<String, AttributeValue> entry : value.m().entrySet()) {
			Long number = toLong(entry.getValue());
			if (number == null) {
				return null;
			}
			numbers.put(entry.getKey(), number);
		}
		return numbers;
	}

	/**
	 * Reads a map of strings.
	 * @param name the attribute's name
	 * @return its value, or null if it is not a map, or one of its values not a string
	 */
	public @Nullable Map<String, String> strings(String name) {
		AttributeValue value = this.attributes.get(name);
		if (value == null || !value.hasM()) {
			return null;
		}
		Map<String, String> strings = new HashMap<>();
		for (Map.Entry<String, AttributeValue> entry : value.m().entrySet()) {
			if (entry.getValue().s() == null) {
				return null;
			}
			strings.put(entry.getKey(), entry.getValue().s());
		}
		return strings;
	}

	private static @Nullable Long toLong(@Nullable AttributeValue value) {
		if (value == null || value.n() == null) {
			return null;
		}
		try {
			return Long.valueOf(value.n());
		}
		catch (NumberFormatException ex) {
			return null; // a fraction, or larger than any number of ours
		}
	}

	Map<String, AttributeValue> attributes() {
		return this.attributes;
	}

	/**
	 * The size that DynamoDB counts, approximately: names and values in UTF-8.
	 * @return bytes
	 */
	public long sizeInBytes() {
		return sizeInBytes(this.attributes);
	}

	static long sizeInBytes(Map<String, AttributeValue> attributes) {
		long size = 0;
		for (Map.Entry<String, AttributeValue> entry : attributes.entrySet()) {
			size += utf8Length(entry.getKey()) + sizeInBytes(entry.getValue());
		}
		return size;
	}

	private static long sizeInBytes(AttributeValue value) {
		return switch (value.type()) {
			case S -> utf8Length(value.s());
			case N -> numberLength(value.n());
			case B -> value.b().asByteArrayUnsafe().length;
			case M -> CONTAINER_BYTES + value.m().size() + sizeInBytes(value.m());
			case L -> CONTAINER_BYTES + value.l().size() + value.l().stream().mapToLong(Item::sizeInBytes).sum();
			case SS -> value.ss().stream().mapToLong(Item::utf8Length).sum();
			case NS -> value.ns().stream().mapToLong(Item::numberLength).sum();
			case BS -> value.bs().stream().mapToLong((bytes) -> bytes.asByteArrayUnsafe().length).sum();
			default -> 1;
		};
	}

	private static long numberLength(String number) {
		return number.length() / 2 + 2;
	}

	private static long utf8Length(String text) {
		long bytes = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			bytes += c < 0x80 ? 1 : (c < 0x800 || Character.isSurrogate(c)) ? 2 : 3;
		}
		return bytes;
	}

	static AttributeValue attributeValue(Object value) {
		if (value instanceof String text) {
			return AttributeValue.fromS(text);
		}
		if (value instanceof Long || value instanceof Integer) {
			return AttributeValue.fromN(value.toString());
		}
		if (value instanceof BigDecimal number) {
			return AttributeValue.fromN(number.toPlainString());
		}
		if (value instanceof byte[] bytes) {
			return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes));
		}
		if (value instanceof Boolean flag) {
			return AttributeValue.fromBool(flag);
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, AttributeValue> values = new HashMap<>();
			map.forEach((name, element) -> values.put((String) name, attributeValue(element)));
			return AttributeValue.fromM(values);
		}
		throw new IllegalArgumentException("No attribute type for " + value.getClass().getName());
	}

	/** Names only: values may be anybody's data. */
	@Override
	public String toString() {
		return "Item" + this.attributes.keySet();
	}

	/**
	 * Puts an item together.
	 */
	public static final class Builder {

		private final Map<String, AttributeValue> attributes;

		private Builder(ItemKey key) {
			this.attributes = new HashMap<>(key.attributes());
		}

		/**
		 * Sets an attribute.
		 * @param name its name
		 * @param value a String, Long, Integer, BigDecimal, Boolean, byte[] (not copied),
		 * or a map of strings to such
		 * @return this builder
		 */
		public Builder set(String name, Object value) {
			this.attributes.put(name, attributeValue(value));
			return this;
		}

		/**
		 * Takes an attribute out again.
		 * @param name its name
		 * @return this builder
		 */
		public Builder remove(String name) {
			this.attributes.remove(name);
			return this;
		}

		/**
		 * The size that DynamoDB counts so far, approximately.
		 * @return bytes
		 */
		public long sizeInBytes() {
			return Item.sizeInBytes(this.attributes);
		}

		/**
		 * Ends the item.
		 * @return the item
		 */
		public Item build() {
			return new Item(Map.copyOf(this.attributes));
		}

	}

}
