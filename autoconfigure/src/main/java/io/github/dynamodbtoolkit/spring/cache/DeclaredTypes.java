package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * Tells the type of the values that Spring caches for a method: its return type with all
 * type arguments resolved, without the Optional, future or publisher around it.
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
					(key) -> Optional.ofNullable(typeOfValue(ResolvableType.forMethodReturnType(method, targetClass))))
			.orElse(null);
	}

	private static @Nullable Type typeOfValue(ResolvableType returned) {
		Class<?> raw = returned.resolve(Object.class);
		if (raw == Optional.class) {
			return resolved(returned.getGeneric());
		}
		if (CompletableFuture.class.isAssignableFrom(raw)) {
			return resolved(returned.as(CompletableFuture.class).getGeneric());
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
		if (adapter == null) {
			return resolved(returned);
		}
		ResolvableType element = returned.getGeneric();
		return adapter.isMultiValue() ? resolved(ResolvableType.forClassWithGenerics(List.class, element))
				: resolved(element);
	}

	/** The type without type variables and wildcards; null if nothing is known of it. */
	private static @Nullable Type resolved(ResolvableType type) {
		Class<?> raw = type.resolve();
		if (raw == null || raw == Object.class || raw == void.class || raw == Void.class) {
			return null;
		}
		return withArguments(type, raw).getType();
	}

	private static ResolvableType withArguments(ResolvableType type, Class<?> raw) {
		if (raw.isArray()) {
			Class<?> component = raw.getComponentType();
			return ResolvableType.forArrayComponent(withArguments(type.getComponentType(), component));
		}
		ResolvableType bounded = type.hasGenerics() ? type : type.as(raw);
		if (!bounded.hasGenerics()) {
			return ResolvableType.forClass(raw);
		}
		ResolvableType[] arguments = bounded.getGenerics();
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = withArguments(arguments[i], arguments[i].resolve(Object.class));
		}
		return ResolvableType.forClassWithGenerics(raw, arguments);
	}

}
