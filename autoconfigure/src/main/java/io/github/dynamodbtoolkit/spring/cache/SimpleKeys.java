package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.ReflectionUtils;

/**
 * Opens Spring's key for several arguments. It shows its arguments only as text, in which
 * {@code ("a, b", "c")} and {@code ("a", "b, c")} are the same, so they are read from its
 * field.
 */
final class SimpleKeys {

	private static final Field PARAMS = params();

	private SimpleKeys() {
	}

	private static Field params() {
		Field field = ReflectionUtils.findField(SimpleKey.class, "params", Object[].class);
		if (field == null) {
			throw new IllegalStateException("Spring's SimpleKey no longer keeps its arguments in a field 'params'");
		}
		ReflectionUtils.makeAccessible(field);
		return field;
	}

	static Object stable(Object key) {
		if (key.getClass() != SimpleKey.class) {
			return key;
		}
		@Nullable Object[] arguments = (Object[]) ReflectionUtils.getField(PARAMS, key);
		return new Arguments(arguments != null ? Arrays.asList(arguments) : List.of());
	}

	/** Lets a native image read the field. */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection().registerField(PARAMS);
		}

	}

	/**
	 * The arguments of a method, as a key that no single argument equals.
	 *
	 * @param values the arguments
	 */
	record Arguments(List<@Nullable Object> values) {
	}

}
