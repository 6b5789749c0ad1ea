package io.github.dynamodbtoolkit.spring.flags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.launchdarkly.sdk.ArrayBuilder;
import com.launchdarkly.sdk.ContextBuilder;
import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.ObjectBuilder;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.MutableStructure;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import org.jspecify.annotations.Nullable;

/**
 * Contexts and values, from OpenFeature to LaunchDarkly and back.
 */
final class Values {

	private static final String KIND = "kind";

	private static final String KEY = "key";

	private static final String MULTI = "multi";

	private Values() {
	}

	/**
	 * The context for LaunchDarkly, or null if it has no key. The targeting key, else the
	 * attribute {@code key}, is its key; {@code kind} is its kind, {@code user} unless
	 * said otherwise; a context of kind {@code multi} holds a structure for each kind.
	 */
	static @Nullable LDContext toLaunchDarkly(@Nullable EvaluationContext context) {
		if (context == null) {
			return null;
		}
		Map<String, Value> attributes = new HashMap<>(context.asMap());
		String kind = text(attributes.remove(KIND));
		if (MULTI.equals(kind)) {
			return multi(attributes);
		}
		return single(kind, context.getTargetingKey(), attributes);
	}

	private static @Nullable LDContext multi(Map<String, Value> kinds) {
		List<LDContext> contexts = new ArrayList<>();
		kinds.forEach((kind, value) -> {
			LDContext context = value.isStructure() ? single(kind, null, new HashMap<>(value.asStructure().asMap()))
					: null;
			if (context != null) {
				contexts.add(context);
			}
		});
		return contexts.isEmpty() ? null : LDContext.createMulti(contexts.toArray(LDContext[]::new));
	}

	private static @Nullable LDContext single(@Nullable String kind, @Nullable String targetingKey,
			Map<String, Value> attributes) {
		String own = text(attributes.remove(KEY));
		String inner = text(attributes.remove(EvaluationContext.TARGETING_KEY));
		String key = hasText(targetingKey) ? targetingKey : hasText(inner) ? inner : own;
		if (key == null || key.isEmpty()) {
			return null;
		}
		ContextBuilder context = LDContext.builder(key);
		if (kind != null) {
			context.kind(kind);
		}
		attributes.forEach((name, value) -> context.trySet(name, toLaunchDarkly(value)));
		return context.build();
	}

	private static boolean hasText(@Nullable String text) {
		return text != null && !text.isEmpty();
	}

	private static @Nullable String text(@Nullable Value value) {
		return value != null && value.isString() ? value.asString() : null;
	}

	private static LDValue toLaunchDarkly(@Nullable Value value) {
		if (value == null || value.isNull()) {
			return LDValue.ofNull();
		}
		if (value.isBoolean()) {
			return LDValue.of(value.asBoolean());
		}
		if (value.isNumber()) {
			return LDValue.of(((Number) value.asObject()).doubleValue());
		}
		if (value.isInstant()) {
			return LDValue.of(value.asInstant().toString());
		}
		if (value.isList()) {
			ArrayBuilder array = LDValue.buildArray();
			value.asList().forEach((element) -> array.add(toLaunchDarkly(element)));
			return array.build();
		}
		if (value.isStructure()) {
			ObjectBuilder object = LDValue.buildObject();
			value.asStructure().asMap().forEach((name, element) -> object.put(name, toLaunchDarkly(element)));
			return object.build();
		}
		return LDValue.of(value.asString());
	}

	static Value toOpenFeature(LDValue value) {
		return switch (value.getType()) {
			case NULL -> new Value();
			case BOOLEAN -> new Value(value.booleanValue());
			case NUMBER -> value.isInt() ? new Value(value.intValue()) : new Value(value.doubleValue());
			case STRING -> new Value(value.stringValue());
			case ARRAY -> {
				List<Value> list = new ArrayList<>();
				value.values().forEach((element) -> list.add(toOpenFeature(element)));
				yield new Value(list);
			}
			case OBJECT -> new Value(structure(value));
		};
	}

	private static Structure structure(LDValue object) {
		Map<String, Value> attributes = new HashMap<>();
		object.keys().forEach((name) -> attributes.put(name, toOpenFeature(object.get(name))));
		return new MutableStructure(attributes);
	}

}
