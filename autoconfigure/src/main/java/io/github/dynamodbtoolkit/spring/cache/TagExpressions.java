package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.context.expression.CachedExpressionEvaluator;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.expression.Expression;

/**
 * Evaluates the expressions of {@link CacheTags} and {@link EvictTags}. Only the text of
 * annotations is ever parsed; arguments and results enter as variables.
 */
final class TagExpressions extends CachedExpressionEvaluator {

	private static final String RESULT = "#result";

	private final Map<ExpressionKey, Expression> expressions = new ConcurrentHashMap<>();

	/** The tags that are known before the method has run. */
	Set<String> beforeCall(String[] texts, Call call) {
		Set<String> tags = new LinkedHashSet<>();
		for (String text : texts) {
			if (!text.contains(RESULT)) {
				addTags(text, evaluate(text, call, null), tags);
			}
		}
		return tags;
	}

	/** The tags that only the result tells. */
	Set<String> fromResult(String[] texts, Call call, @Nullable Object result) {
		Set<String> tags = new LinkedHashSet<>();
		for (String text : texts) {
			if (text.contains(RESULT) && result != null) {
				addTags(text, evaluate(text, call, result), tags);
			}
		}
		return tags;
	}

	private @Nullable Object evaluate(String text, Call call, @Nullable Object result) {
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(call, call.method(), call.args(),
				getParameterNameDiscoverer());
		context.setVariable("result", result);
		AnnotatedElementKey element = new AnnotatedElementKey(call.method(), call.target().getClass());
		return getExpression(this.expressions, element, text).getValue(context);
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

	/**
	 * One call of an annotated method, the root object of its expressions.
	 *
	 * @param target the bean
	 * @param method the bean's method
	 * @param args its arguments
	 */
	record Call(Object target, Method method, @Nullable Object[] args) {
	}

}
