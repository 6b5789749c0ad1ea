package io.github.dynamodbtoolkit.spring.ratelimit;

import java.lang.reflect.Method;
import java.util.function.UnaryOperator;

import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import io.github.dynamodbtoolkit.spring.annotation.FallbackMethod;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an annotated method before it is called.
 *
 * @param annotation its annotation
 * @param request what each call asks, but for key and permits
 * @param fallback what is called if the limit refuses, null for nothing
 */
record RateLimitedMethod(RateLimited annotation, RateLimitRequest request, @Nullable FallbackMethod fallback) {

	static RateLimitedMethod of(RateLimited annotation, Method method, Class<?> targetClass,
			UnaryOperator<String> placeholders) {
		RateLimitRequest request = RateLimitRequest.of(placeholders.apply(annotation.resource()))
			.withPriority(annotation.priority());
		String fallback = annotation.fallback();
		return new RateLimitedMethod(annotation, request, fallback.isEmpty() ? null
				: FallbackMethod.find(fallback, method, targetClass, RateLimitExceededException.class, "RateLimited"));
	}

	RateLimitRequest request(AnnotatedCall call, AnnotationExpressions expressions) {
		RateLimitRequest request = this.request.withPermits(permits(call, expressions));
		return this.annotation.key().isEmpty() ? request
				: request.withKey(expressions.key(this.annotation.key(), call, "RateLimited"));
	}

	private long permits(AnnotatedCall call, AnnotationExpressions expressions) {
		Object value = expressions.evaluate(this.annotation.permits(), call);
		if (value instanceof Integer || value instanceof Long) {
			return ((Number) value).longValue();
		}
		throw new IllegalArgumentException("The permits expression '" + this.annotation.permits()
				+ "' of @RateLimited on " + call.describe() + " gave "
				+ ((value != null) ? "a " + value.getClass().getName() : "null") + "; it must give an int or a long.");
	}

	/** The fallback's answer; without one, the exception is thrown. */
	@Nullable Object insteadOf(AnnotatedCall call, RateLimitExceededException refusal) throws Throwable {
		if (this.fallback == null) {
			throw refusal;
		}
		return this.fallback.invoke(call.target(), call.args(), refusal);
	}

}
