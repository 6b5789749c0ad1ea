package io.github.dynamodbtoolkit.value;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.ClassIntrospector;

/**
 * Tells whether the JSON of a value, read as a declared type, is that value again. It is
 * not where a subclass stands in the place of a class without type information: JSON does
 * not tell them apart. Most declared types leave no room for that, and are not looked
 * into; of the others, the values are.
 */
final class TypeFit {

	private static final int MAX_DEPTH = 500;

	private static final String TOO_DEEP = "something nested deeper than " + MAX_DEPTH + " levels";

	private static final int MAX_KNOWN_TYPES = 1000;

	/** By type, whether every value of it is brought back. */
	private final Cache<JavaType, Boolean> closed = Caffeine.newBuilder().maximumSize(MAX_KNOWN_TYPES).build();

	/**
	 * What of a value would not be brought back.
	 * @return null if the whole value is
	 */
	@Nullable String misfit(SerializationConfig config, @Nullable Object value, JavaType type) {
		return isClosed(config, type) ? null : new Look(config).misfit(value, type, 0);
	}

	/**
	 * Tells whether the type alone says that every value of it is brought back.
	 */
	boolean isClosed(SerializationConfig config, JavaType type) {
		Boolean known = this.closed.getIfPresent(type);
		if (known == null) {
			// not computed inside the cache: a type leads to the types of its parts
			known = new Look(config).computeClosed(type);
			this.closed.put(type, known);
		}
		return known;
	}

	/**
	 * One look at a type or value.
	 */
	private final class Look {

		private final SerializationConfig config;

		private final ClassIntrospector classes;

		private final AnnotationIntrospector annotations;

		private Look(SerializationConfig config) {
			this.config = config;
			this.classes = config.classIntrospectorInstance();
			this.annotations = config.getAnnotationIntrospector();
		}

		private boolean isClosed(JavaType type) {
			return TypeFit.this.isClosed(this.config, type);
		}

		private boolean computeClosed(JavaType type) {
			Class<?> raw = type.getRawClass();
			if (type.isPrimitive() || type.isEnumType() || AllowedTypes.SCALARS.contains(raw)) {
				return true;
			}
			if (type.isArrayType()) {
				JavaType element = type.getContentType();
				return Modifier.isFinal(element.getRawClass().getModifiers()) && isClosed(element);
			}
			if (raw == Optional.class) {
				return !type.getContentType().isReferenceType() && isClosed(type.getContentType());
			}
			if (AllowedTypes.ABSTRACT_CONTAINERS.contains(raw)) {
				return !isSorted(raw) && hasClosedContent(type);
			}
			return (Modifier.isFinal(raw.getModifiers()) && !type.isContainerType() && !AllowedTypes.isInexact(raw))
					|| isMarked(type);
		}

		private boolean hasClosedContent(JavaType container) {
			return isClosed(container.getContentType())
					&& (!container.isMapLikeType() || isSafeKey(container.getKeyType()));
		}

		private static boolean isSorted(Class<?> raw) {
			return SortedSet.class.isAssignableFrom(raw) || SortedMap.class.isAssignableFrom(raw);
		}

		/** Whether annotations tell subclasses apart, or name a deserializer. */
		private boolean isMarked(JavaType type) {
			AnnotatedClass annotated = this.classes.introspectClassAnnotations(type);
			JsonTypeInfo.Value info = this.annotations.findPolymorphicTypeInfo(this.config, annotated);
			return (info != null && info.getIdType() != JsonTypeInfo.Id.NONE)
					|| this.annotations.findDeserializer(this.config, annotated) != null;
		}

		/**
		 * Others are written by {@code toString()} and read by whatever constructor takes
		 * a string, so that a key could come back as another one.
		 */
		private boolean isSafeKey(JavaType type) {
			if (type.isEnumType() || AllowedTypes.SCALARS.contains(type.getRawClass())) {
				return true;
			}
			BeanDescription description = this.classes.introspectForSerialization(type,
					this.classes.introspectClassAnnotations(type));
			return description.findJsonKeyAccessor() != null || description.findJsonValueAccessor() != null;
		}

		private @Nullable String misfit(@Nullable Object value, JavaType type, int depth) {
			if (value == null || isClosed(type)) {
				return null;
			}
			if (depth > MAX_DEPTH) {
				return TOO_DEEP;
			}
			Class<?> raw = type.getRawClass();
			if (raw == Object.class || raw == Number.class) {
				return untypedMisfit(value, type, depth);
			}
			if (raw == Optional.class) {
				return optionalMisfit((Optional<?>) value, type, depth);
			}
			if (AllowedTypes.ABSTRACT_CONTAINERS.contains(raw)) {
				return containerMisfit(value, type, depth);
			}
			if (value instanceof JsonNode node && JsonNode.class.isAssignableFrom(raw)) {
				return treeMisfit(node, depth);
			}
			if (value.getClass() != raw) {
				return implementationMisfit(value, type, depth);
			}
			if (AllowedTypes.isInexact(raw)) {
				return "a " + raw.getName();
			}
			if (type.isArrayType()) {
				return arrayMisfit(value, type.getContentType(), depth);
			}
			return (value instanceof Collection || value instanceof Map) ? containerMisfit(value, type, depth) : null;
		}

		private @Nullable String untypedMisfit(Object value, JavaType type, int depth) {
			if (isPlain(value)) {
				return null;
			}
			if (value instanceof List<?> list) {
				return elementsMisfit(list, type, depth);
			}
			if (value instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)) {
				return elementsMisfit(map.values(), type, depth);
			}
			return describe(value, type);
		}

		/** Without a type, JSON gives these classes, and each number the smallest. */
		private static boolean isPlain(Object value) {
			if (value instanceof Double number) {
				return Double.isFinite(number);
			}
			if (value instanceof Long number) {
				return number.intValue() != number;
			}
			if (value instanceof BigInteger number) {
				return number.bitLength() >= Long.SIZE;
			}
			return value instanceof String || value instanceof Boolean || value instanceof Integer;
		}

		/** Numbers of a tree come back as the smallest of their kind, too. */
		private static @Nullable String treeMisfit(JsonNode node, int depth) {
			if (depth > MAX_DEPTH) {
				return TOO_DEEP;
			}
			for (JsonNode child : node) {
				String misfit = treeMisfit(child, depth + 1);
				if (misfit != null) {
					return misfit;
				}
			}
			boolean exact = node.isNumber() ? isPlain(node.numberValue())
					: node.isContainer() || node.isString() || node.isBoolean() || node.isNull();
			return exact ? null : "a " + node.getClass().getName();
		}

		private @Nullable String optionalMisfit(Optional<?> value, JavaType type, int depth) {
			JavaType content = type.getContentType();
			// both are null in JSON
			return (content.isReferenceType() && value.isPresent()) ? describe(value.get(), content)
					: misfit(value.orElse(null), content, depth + 1);
		}

		private @Nullable String containerMisfit(Object value, JavaType type, int depth) {
			if (value instanceof Collection<?> collection) {
				return (value instanceof SortedSet<?> sorted && isReordered(sorted.comparator(), type))
						? comparatorMisfit(value) : elementsMisfit(collection, type.getContentType(), depth);
			}
			Map<?, ?> map = (Map<?, ?>) value;
			if (value instanceof SortedMap<?, ?> sorted && isReordered(sorted.comparator(), type)) {
				return comparatorMisfit(value);
			}
			String keys = isSafeKey(type.getKeyType()) ? null : keysMisfit(map.keySet(), type.getKeyType());
			return (keys != null) ? keys : elementsMisfit(map.values(), type.getContentType(), depth);
		}

		private static boolean isReordered(@Nullable Comparator<?> comparator, JavaType type) {
			return isSorted(type.getRawClass()) && comparator != null && comparator != Comparator.naturalOrder();
		}

		private static String comparatorMisfit(Object value) {
			return "a " + value.getClass().getName() + " with a comparator";
		}

		private static @Nullable String keysMisfit(Collection<?> keys, JavaType type) {
			boolean strings = type.getRawClass() == Object.class && keys.stream().allMatch(String.class::isInstance);
			return (strings || keys.isEmpty()) ? null : "map keys of type " + type.getRawClass().getName();
		}

		private @Nullable String elementsMisfit(Collection<?> elements, JavaType type, int depth) {
			for (Object element : elements) {
				String misfit = misfit(element, type, depth + 1);
				if (misfit != null) {
					return misfit;
				}
			}
			return null;
		}

		private @Nullable String arrayMisfit(Object array, JavaType type, int depth) {
			for (int i = 0; i < Array.getLength(array); i++) {
				String misfit = misfit(Array.get(array, i), type, depth + 1);
				if (misfit != null) {
					return misfit;
				}
			}
			return null;
		}

		/** Annotations may say which class stands for an interface. */
		private @Nullable String implementationMisfit(Object value, JavaType type, int depth) {
			AnnotatedClass annotated = this.classes.introspectClassAnnotations(type);
			JavaType implementation = this.annotations.refineDeserializationType(this.config, annotated, type);
			boolean stands = !implementation.equals(type) && implementation.getRawClass().isInstance(value);
			return stands ? misfit(value, implementation, depth + 1) : describe(value, type);
		}

		private static String describe(Object value, JavaType type) {
			return "a " + value.getClass().getName() + " where " + type.getRawClass().getName() + " is declared";
		}

	}

}
