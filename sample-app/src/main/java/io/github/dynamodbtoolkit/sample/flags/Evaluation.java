package io.github.dynamodbtoolkit.sample.flags;

import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a flag is for somebody.
 *
 * @param key the flag
 * @param value its value, null if it could not be evaluated
 * @param reason why it has that value, such as {@code TARGETING_MATCH}, or {@code ERROR}
 * @param variant the index of the variation, null for none
 */
record Evaluation(String key, @Nullable Object value, @Nullable String reason, @Nullable String variant) {

	static Evaluation of(FlagEvaluationDetails<Value> details) {
		return new Evaluation(details.getFlagKey(), plain(details.getValue()), details.getReason(),
				details.getVariant());
	}

	private static @Nullable Object plain(Value value) {
		if (value.isStructure()) {
			return value.asStructure().asObjectMap();
		}
		return value.isList() ? value.asList().stream().map(Evaluation::plain).toList() : value.asObject();
	}

}
