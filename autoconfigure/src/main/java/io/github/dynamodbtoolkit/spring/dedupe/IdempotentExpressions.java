package io.github.dynamodbtoolkit.spring.dedupe;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.context.expression.CachedExpressionEvaluator;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.expression.Expression;

/**
 * Evaluates the expressions of {@link Idempotent}. Only the text of annotations is ever
 * parsed; arguments enter as variables.
 */
final class IdempotentExpressions extends CachedExpressionEvaluator {

	private final Map<ExpressionKey, Expression> expressions = new ConcurrentHashMap<>();

	String key(String text, Call call) {
		Object value = evaluate(text, call);
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean
				|| value instanceof UUID) {
			return value.toString();
		}
		throw new IllegalArgumentException("The key expression '" + text + "' of @Idempotent on " + call.describe()
				+ " gave " + ((value != null) ? "a " + value.getClass().getName() : "null")
				+ "; it must give a string, a number, a boolean, an enum or a UUID.");
	}

	@Nullable Object payload(String text, Call call) {
		return text.isEmpty() ? null : evaluate(text, call);
	}

	private @Nullable Object evaluate(String text, Call call) {
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(call, call.method(), call.args(),
				getParameterNameDiscoverer());
		AnnotatedElementKey element = new AnnotatedElementKey(call.method(), call.target().getClass());
		return getExpression(this.expressions, element, text).getValue(context);
	}

	/**
	 * One call of an annotated method, the root object of its expressions.
	 *
	 * @param target the bean
	 * @param method the bean's method
	 * @param args its arguments
	 */
	record Call(Object target, Method method, @Nullable Object[] args) {

		String describe() {
			return this.method.getDeclaringClass().getName() + "." + this.method.getName();
		}

	}

}
