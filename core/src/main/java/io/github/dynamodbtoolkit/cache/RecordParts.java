package io.github.dynamodbtoolkit.cache;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Takes records apart.
 */
final class RecordParts {

	private final ClassValue<List<Method>> accessors = new ClassValue<>() {

		@Override
		protected List<Method> computeValue(Class<?> type) {
			return Arrays.stream(type.getRecordComponents()).map(RecordParts::accessor).toList();
		}

	};

	/** A record need not be public to be a key. */
	private static Method accessor(RecordComponent component) {
		Method accessor = component.getAccessor();
		if (!accessor.trySetAccessible()) {
			throw unreadable(accessor, null);
		}
		return accessor;
	}

	/**
	 * The values of a record's components, in their order.
	 */
	List<@Nullable Object> of(Record key) {
		List<@Nullable Object> parts = new ArrayList<>();
		for (Method accessor : this.accessors.get(key.getClass())) {
			parts.add(read(accessor, key));
		}
		return parts;
	}

	private static @Nullable Object read(Method accessor, Record key) {
		try {
			return accessor.invoke(key);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw unreadable(accessor, ex);
		}
	}

	private static IllegalArgumentException unreadable(Method accessor, @Nullable Exception cause) {
		return new IllegalArgumentException("Cannot read " + accessor.getName() + "() of the cache key "
				+ accessor.getDeclaringClass().getName() + ". Register a CacheKeyEncoder for it.", cause);
	}

}
