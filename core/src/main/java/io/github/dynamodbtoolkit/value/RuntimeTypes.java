package io.github.dynamodbtoolkit.value;

import java.lang.reflect.Modifier;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/**
 * Finds the type of a value whose declared type is unknown or says too little: its class,
 * and for the JDK's containers the one class that all their elements have.
 */
final class RuntimeTypes {

	private static final int MAX_DEPTH = 16;

	private final TypeFactory types;

	RuntimeTypes(TypeFactory types) {
		this.types = types;
	}

	/**
	 * The type of a value.
	 * @throws ValueCodecException if its class does not say all of it
	 */
	JavaType of(Object value) {
		return of(value, 0);
	}

	private JavaType of(Object value, int depth) {
		if (depth > MAX_DEPTH) {
			throw unclear("a container nested deeper than " + MAX_DEPTH + " levels");
		}
		if (value instanceof Enum<?> constant) {
			return this.types.constructType(constant.getDeclaringClass());
		}
		if (value instanceof ZoneId) {
			return this.types.constructType((value instanceof ZoneOffset) ? ZoneOffset.class : ZoneId.class);
		}
		if (value instanceof Optional<?> optional) {
			return this.types.constructReferenceType(Optional.class,
					elements(optional.map(Set::of).orElse(Set.of()), depth));
		}
		Class<?> container = container(value);
		if (container == null) {
			return this.types.constructType(requireNamed(value.getClass()));
		}
		return (value instanceof Map<?, ?> map)
				? this.types.constructParametricType(container, elements(map.keySet(), depth),
						elements(map.values(), depth))
				: this.types.constructParametricType(container, elements((Collection<?>) value, depth));
	}

	/** The JDK's class as which a container is stored, null if it is none of theirs. */
	private static @Nullable Class<?> container(Object value) {
		Class<?> type = value.getClass();
		boolean container = value instanceof Collection || value instanceof Map;
		if (!container || !type.getName().startsWith("java.util.")) {
			return null;
		}
		if (hasComparator(value)) {
			throw unclear("a " + type.getName() + " with a comparator");
		}
		// an empty EnumMap does not tell the type of its keys
		if (AllowedTypes.CONTAINERS.contains(type) && type != EnumMap.class) {
			return type;
		}
		if (value instanceof Map) {
			return (value instanceof SortedMap) ? SortedMap.class : Map.class;
		}
		if (value instanceof Set) {
			return (value instanceof SortedSet) ? SortedSet.class : Set.class;
		}
		return (value instanceof List) ? List.class : null;
	}

	private static boolean hasComparator(Object value) {
		Comparator<?> comparator = (value instanceof SortedSet<?> set) ? set.comparator()
				: (value instanceof SortedMap<?, ?> map) ? map.comparator() : null;
		return comparator != null && comparator != Comparator.naturalOrder();
	}

	/** The one type of all elements; of none at all, and of different ones, Object. */
	private JavaType elements(Collection<?> elements, int depth) {
		JavaType common = null;
		Class<?> last = null;
		for (Object element : elements) {
			if (element == null || (element.getClass() == last && !isContainer(element))) {
				continue;
			}
			last = element.getClass();
			JavaType type = of(element, depth + 1);
			if (common != null && !common.equals(type)) {
				return TypeFactory.unknownType();
			}
			common = type;
		}
		return (common != null) ? common : TypeFactory.unknownType();
	}

	private static boolean isContainer(Object value) {
		return value instanceof Collection || value instanceof Map || value instanceof Optional;
	}

	private static Class<?> requireNamed(Class<?> type) {
		Class<?> element = type;
		while (element.isArray()) {
			element = element.getComponentType();
		}
		boolean inner = element.isMemberClass() && !Modifier.isStatic(element.getModifiers());
		if (element.isAnonymousClass() || element.isLocalClass() || element.isHidden() || element.isSynthetic()
				|| inner) {
			throw unclear("a " + type.getName() + ", which is an inner class, a lambda or a proxy");
		}
		if (element.getTypeParameters().length > 0) {
			throw unclear("a " + type.getName() + ", which has type parameters");
		}
		return type;
	}

	private static ValueCodecException unclear(String what) {
		return new ValueCodecException("The type of the value is not clear without a declared one: it is " + what
				+ ". Declare the method's return type with all its parameters.");
	}

}
