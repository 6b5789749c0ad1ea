package io.github.dynamodbtoolkit.value;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Leaves out what a class only computes, such as {@code isEmpty()} or {@code getTotal()}:
 * nothing could read it back. Has those properties checked whose type leaves room for
 * values that would not be brought back.
 */
final class StrictProperties extends ValueSerializerModifier {

	private final transient TypeFit fit;

	StrictProperties(TypeFit fit) {
		this.fit = fit;
	}

	@Override
	public List<BeanPropertyWriter> changeProperties(SerializationConfig config, BeanDescription.Supplier bean,
			List<BeanPropertyWriter> properties) {
		if (!isReadAnotherWay(config, bean.getClassInfo())) {
			properties.removeIf((property) -> isComputed(config, bean.get(), property));
		}
		properties
			.replaceAll((property) -> isOpen(config, property) ? new CheckedProperty(property, this.fit) : property);
		return properties;
	}

	/** Whether by a builder or a deserializer, of which nothing is known here. */
	private static boolean isReadAnotherWay(SerializationConfig config, AnnotatedClass type) {
		AnnotationIntrospector annotations = config.getAnnotationIntrospector();
		return annotations.findPOJOBuilder(config, type) != null || annotations.findDeserializer(config, type) != null;
	}

	/**
	 * Whether nothing can set it and no field holds it. With a field it stays: then it is
	 * state, and reading shall fail rather than lose it.
	 */
	private static boolean isComputed(SerializationConfig config, BeanDescription bean, BeanPropertyWriter property) {
		BeanPropertyDefinition definition = bean.findProperties()
			.stream()
			.filter((candidate) -> candidate.getName().equals(property.getName()))
			.findFirst()
			.orElse(null);
		return definition != null && !bean.isRecordType() && !definition.couldDeserialize()
				&& !definition.isExplicitlyIncluded() && !isTypeId(config, bean.getClassInfo(), definition.getName())
				&& !hasField(bean.getBeanClass(), definition.getInternalName());
	}

	private static boolean isTypeId(SerializationConfig config, AnnotatedClass type, String property) {
		JsonTypeInfo.Value info = config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, type);
		return info != null && property
			.equals(Objects.requireNonNullElse(info.getPropertyName(), info.getIdType().getDefaultPropertyName()));
	}

	private static boolean hasField(@Nullable Class<?> type, String name) {
		return type != null && (Arrays.stream(type.getDeclaredFields()).map(Field::getName).anyMatch(name::equals)
				|| hasField(type.getSuperclass(), name));
	}

	private boolean isOpen(SerializationConfig config, BeanPropertyWriter property) {
		boolean plain = property.getClass() == BeanPropertyWriter.class && !property.hasSerializer()
				&& property.getTypeSerializer() == null;
		return plain && !this.fit.isClosed(config, property.getType())
				&& config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, property.getMember()) == null;
	}

}
