package io.github.dynamodbtoolkit.spring.ratelimit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;

import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What is known of an annotated method before it is called.
 *
 * @param annotation its annotation
 * @param fallback what is called if the limit refuses, null for nothing
 */
record RateLimitedMethod(RateLimited annotation, @Nullable Method fallback) {

	static RateLimitedMethod of(Method method, Class<?> targetClass) {
		RateLimited annotation = Objects.requireNonNull(
				AnnotatedElementUtils.findMergedAnnotation(method, RateLimited.class),
				"The pointcut matches annotated methods only");
		return new RateLimitedMethod(annotation,
				annotation.fallback().isEmpty() ? null : fallback(method, targetClass, annotation.fallback()));
	}

	private static Method fallback(Method method, Class<?> targetClass, String name) {
		Class<?>[] parameters = method.getParameterTypes();
		Class<?>[] withException = Arrays.copyOf(parameters, parameters.length + 1);
		withException[parameters.length] = RateLimitExceededException.class;
		Method found = ReflectionUtils.findMethod(targetClass, name, withException);
		if (found == null) {
			found = ReflectionUtils.findMethod(targetClass, name, parameters);
		}
		if (found == null || found.equals(method) || !method.getReturnType().isAssignableFrom(found.getReturnType())) {
			throw new IllegalStateException("@RateLimited on " + targetClass.getName() + "." + method.getName()
					+ ": there is no fallback '" + name + "'. Write a method of that name in the same class, with the "
					+ "same parameters, or these and a RateLimitExceededException, that returns "
					+ method.getReturnType().getName() + ".");
		}
		ReflectionUtils.makeAccessible(found);
		return found;
	}

	RateLimitRequest request(AnnotatedCall call, AnnotationExpressions expressions) {
		RateLimitRequest request = RateLimitRequest.of(this.annotation.resource())
			.withPriority(this.annotation.priority())
			.withPermits(permits(call, expressions));
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
		@Nullable Object[] args = Arrays.copyOf(call.args(), this.fallback.getParameterCount());
		if (args.length > call.args().length) {
			args[call.args().length] = refusal;
		}
		try {
			return this.fallback.invoke(call.target(), args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
