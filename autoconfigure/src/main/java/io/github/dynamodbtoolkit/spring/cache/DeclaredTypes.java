package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.github.dynamodbtoolkit.spring.annotation.AnswerTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.context.expression.AnnotatedElementKey;

/**
 * Tells the type of the values that Spring caches for a method.
 */
final class DeclaredTypes {

	private final Map<AnnotatedElementKey, Optional<Type>> types = new ConcurrentHashMap<>();

	/**
	 * The type of a method's cached values.
	 * @return the type, or null if the declaration does not tell
	 */
	@Nullable Type of(Method method, Class<?> targetClass) {
		return this.types
			.computeIfAbsent(new AnnotatedElementKey(method, targetClass),
					(key) -> Optional.ofNullable(AnswerTypes.of(method, targetClass)))
			.orElse(null);
	}

}
