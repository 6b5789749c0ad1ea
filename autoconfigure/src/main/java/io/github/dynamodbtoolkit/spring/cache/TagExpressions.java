package io.github.dynamodbtoolkit.spring.cache;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the expressions of {@link CacheTags} and {@link EvictTags}.
 */
final class TagExpressions {

	private static final String RESULT = "#result";

	private final AnnotationExpressions expressions;

	TagExpressions(AnnotationExpressions expressions) {
		this.expressions = expressions;
	}

	/** The tags that are known before the method has run. */
	Set<String> beforeCall(String[] texts, AnnotatedCall call) {
		Set<String> tags = new LinkedHashSet<>();
		for (String text : texts) {
			if (!text.contains(RESULT)) {
				addTags(text, this.expressions.evaluate(text, call), tags);
			}
		}
		return tags;
	}

	/** The tags that only the result tells. */
	Set<String> fromResult(String[] texts, AnnotatedCall call, @Nullable Object result) {
		Set<String> tags = new LinkedHashSet<>();
		for (String text : texts) {
			if (text.contains(RESULT) && result != null) {
				addTags(text, this.expressions.evaluate(text, call, Map.of("result", result)), tags);
			}
		}
		return tags;
	}

	private static void addTags(String text, @Nullable Object value, Set<String> tags) {
		if (value instanceof String tag) {
			tags.add(tag);
		}
		else if (value instanceof Collection<?> values) {
			values.forEach((element) -> addTags(text, element, tags));
		}
		else if (value != null) {
			throw new IllegalArgumentException("Tag expression '" + text + "' gave a " + value.getClass().getName()
					+ "; it must give a String or a collection of Strings.");
		}
	}

}
