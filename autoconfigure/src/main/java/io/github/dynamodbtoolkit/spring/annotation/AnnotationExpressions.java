package io.github.dynamodbtoolkit.spring.annotation;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.CachedExpressionEvaluator;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.Expression;

/**
 * Evaluates the SpEL expressions of annotations, which may refer to beans. Only the text
 * of annotations is ever parsed, each once; arguments and results enter as variables.
 * Safe for use by many threads.
 */
public final class AnnotationExpressions extends CachedExpressionEvaluator {

	private final Map<ExpressionKey, Expression> expressions = new ConcurrentHashMap<>();

	private final BeanResolver beans;

	/**
	 * Creates it without expressions.
	 * @param beanFactory has the beans
	 */
	public AnnotationExpressions(BeanFactory beanFactory) {
		this.beans = new BeanFactoryResolver(beanFactory);
	}

	/**
	 * Evaluates an expression with the method's parameters as variables.
	 * @param text the annotation's text
	 * @param call the call it is about
	 * @return its value
	 */
	public @Nullable Object evaluate(String text, AnnotatedCall call) {
		return evaluate(text, call, Map.of());
	}

	/**
	 * Evaluates an expression with more variables than the method's parameters.
	 * @param text the annotation's text
	 * @param call the call it is about
	 * @param variables values by name
	 * @return its value
	 */
	public @Nullable Object evaluate(String text, AnnotatedCall call, Map<String, Object> variables) {
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(call, call.method(), call.args(),
				getParameterNameDiscoverer());
		context.setBeanResolver(this.beans);
		variables.forEach(context::setVariable);
		AnnotatedElementKey element = new AnnotatedElementKey(call.method(), call.targetClass());
		return getExpression(this.expressions, element, text).getValue(context);
	}

	/**
	 * Evaluates the expression of a key.
	 * @param text the annotation's text
	 * @param call the call it is about
	 * @param annotation the annotation's name, for messages
	 * @return the text of a string, number, boolean, enum or UUID
	 * @throws IllegalArgumentException if it gives anything else, such as null
	 */
	public String key(String text, AnnotatedCall call, String annotation) {
		Object value = evaluate(text, call);
		if (value instanceof Enum<?> constant) {
			return constant.name();
		}
		if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean
				|| value instanceof UUID) {
			return value.toString();
		}
		throw new IllegalArgumentException("The key expression '" + text + "' of @" + annotation + " on "
				+ call.describe() + " gave " + ((value != null) ? "a " + value.getClass().getName() : "null")
				+ "; it must give a string, a number, a boolean, an enum or a UUID.");
	}

}
