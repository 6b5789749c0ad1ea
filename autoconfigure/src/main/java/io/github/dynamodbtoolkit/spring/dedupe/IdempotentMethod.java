package io.github.dynamodbtoolkit.spring.dedupe;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

import io.github.dynamodbtoolkit.dedupe.DedupeOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * What is known of an annotated method before it is called.
 *
 * @param annotation its annotation
 * @param scope what its keys belong to
 * @param type the type of its results, without an Optional around it
 * @param optional whether there is an Optional around it
 * @param keepResultFor how long results are kept
 */
record IdempotentMethod(Idempotent annotation, String scope, Type type, boolean optional, Duration keepResultFor) {

	static IdempotentMethod of(Method method, Class<?> targetClass, Idempotent annotation,
			UnaryOperator<String> placeholders) {
		String name = method.getDeclaringClass().getName() + "." + method.getName();
		ResolvableType returned = ResolvableType.forMethodReturnType(method, targetClass);
		Class<?> raw = returned.resolve(Object.class);
		requireImmediate(name, raw);
		boolean optional = raw == Optional.class;
		return new IdempotentMethod(annotation, annotation.name().isEmpty() ? name : annotation.name(),
				type(optional ? returned.getGeneric() : returned), optional,
				duration(name, placeholders.apply(annotation.keepResultFor())));
	}

	private static void requireImmediate(String name, Class<?> returned) {
		if (Future.class.isAssignableFrom(returned) || CompletionStage.class.isAssignableFrom(returned)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null) {
			throw new IllegalStateException("@Idempotent on " + name + " cannot keep a " + returned.getName()
					+ ", whose result is not there when the method returns. Annotate a method that waits for it.");
		}
	}

	private static Type type(ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (raw == void.class || raw == Void.class) {
			return Object.class;
		}
		return type.hasUnresolvableGenerics() ? raw : type.getType();
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
		return DedupeOptions.of(this.type).withPayload(payload).withKeepResultFor(this.keepResultFor);
	}

	/** The result without the Optional around it. */
	@Nullable Object unwrap(@Nullable Object result) {
		return (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
	}

	@Nullable Object wrap(@Nullable Object result) {
		return this.optional ? Optional.ofNullable(result) : result;
	}

}
