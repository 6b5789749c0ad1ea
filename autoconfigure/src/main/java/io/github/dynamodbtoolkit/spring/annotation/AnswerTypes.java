package io.github.dynamodbtoolkit.spring.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * Tells the type of what methods answer: their return type with all type arguments
 * resolved, without the Optional, future or publisher around it.
 */
public final class AnswerTypes {

	private AnswerTypes() {
	}

	/**
	 * The type of a method's answers.
	 * @param method the method
	 * @param targetClass the bean's class, which may know more of the method's type
	 * variables
	 * @return the type, a list where the answer may be many; null if the declaration does
	 * not tell, or there are none
	 */
	public static @Nullable Type of(Method method, Class<?> targetClass) {
		return resolved(answer(ResolvableType.forMethodReturnType(method, targetClass)));
	}

	private static ResolvableType answer(ResolvableType returned) {
		Class<?> raw = returned.resolve(Object.class);
		if (raw == Optional.class) {
			return returned.getGeneric();
		}
		if (CompletionStage.class.isAssignableFrom(raw)) {
			return returned.as(CompletionStage.class).getGeneric();
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
		if (adapter == null) {
			return returned;
		}
		ResolvableType element = returned.getGeneric();
		return adapter.isMultiValue() ? ResolvableType.forClassWithGenerics(List.class, element) : element;
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
