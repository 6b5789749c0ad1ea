package io.github.dynamodbtoolkit.spring.dedupe;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.dedupe.DedupeOptions;
import io.github.dynamodbtoolkit.spring.annotation.AnswerTypes;
import io.github.dynamodbtoolkit.spring.annotation.AsyncAnswers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.ClassUtils;

/**
 * What is known of an annotated method before it is called.
 *
 * @param annotation its annotation
 * @param scope what its keys belong to
 * @param returned its return type
 * @param options of each call, but for the payload
 */
record IdempotentMethod(Idempotent annotation, String scope, Class<?> returned, DedupeOptions options) {

	static IdempotentMethod of(Idempotent annotation, Method method, Class<?> targetClass,
			UnaryOperator<String> placeholders) {
		String name = method.getDeclaringClass().getName() + "." + method.getName();
		requireKeepable(name, method.getReturnType());
		String scope = annotation.name().isEmpty() ? scope(method, targetClass) : placeholders.apply(annotation.name());
		return new IdempotentMethod(annotation, scope, method.getReturnType(),
				options(name, AnswerTypes.of(method, targetClass), placeholders.apply(annotation.keepResultFor())));
	}

	/** Beans that have inherited the method do not share their keys. */
	private static String scope(Method method, Class<?> targetClass) {
		return ClassUtils.getUserClass(targetClass).getName() + "." + method.getName();
	}

	/**
	 * Checks that no two methods of a bean share their keys unless their names say so.
	 * @throws IllegalStateException if two overloads without names do
	 */
	static void requireDistinct(Class<?> beanClass, Map<Method, IdempotentMethod> methods) {
		Map<String, Method> unnamed = new HashMap<>();
		methods.forEach((method, known) -> {
			Method other = known.annotation().name().isEmpty() ? unnamed.put(method.getName(), method) : null;
			if (other != null) {
				throw new IllegalStateException("@Idempotent on "
						+ Stream.of(other, method)
							.map(IdempotentMethod::signature)
							.sorted()
							.collect(Collectors.joining(" and "))
						+ " of " + ClassUtils.getUserClass(beanClass).getName()
						+ ": equal keys would be the same for both. Give one of them a name of its own.");
			}
		});
	}

	private static String signature(Method method) {
		return Stream.of(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", method.getName() + "(", ")"));
	}

	private static void requireKeepable(String name, Class<?> returned) {
		boolean future = Future.class.isAssignableFrom(returned) || CompletionStage.class.isAssignableFrom(returned);
		if (future && returned != CompletableFuture.class && returned != CompletionStage.class) {
			throw new IllegalStateException("@Idempotent on " + name + " cannot make a " + returned.getName()
					+ " for those who wait for the result of another call. Return a CompletableFuture.");
		}
	}

	private static DedupeOptions options(String name, @Nullable Type type, String keepResultFor) {
		DedupeOptions options = DedupeOptions.of(Objects.requireNonNullElse(type, Object.class));
		try {
			return options.withKeepResultFor(duration(name, keepResultFor));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("@Idempotent on " + name + ": " + ex.getMessage(), ex);
		}
	}

	private static Duration duration(String name, String text) {
		try {
			return DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("@Idempotent on " + name + ": keepResultFor '" + text
					+ "' is not a duration. Write for example 24h or PT24H.", ex);
		}
	}

	DedupeOptions options(@Nullable Object payload) {
		return this.options.withPayload(payload);
	}

	boolean answersLater() {
		return AsyncAnswers.areIn(this.returned);
	}

	/** The result without the Optional around it. */
	@Nullable Object unwrap(@Nullable Object result) {
		return (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
	}

	@Nullable Object wrap(@Nullable Object result) {
		return this.returned == Optional.class ? Optional.ofNullable(result) : result;
	}

}
