package io.github.dynamodbtoolkit.value;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Lets type ids name allowed classes only, where the application's own annotations make
 * class names type ids.
 */
final class AllowedSubtypes extends PolymorphicTypeValidator {

	private final transient AllowedTypes allowed;

	AllowedSubtypes(AllowedTypes allowed) {
		this.allowed = allowed;
	}

	@Override
	public Validity validateBaseType(DatabindContext context, JavaType baseType) {
		return Validity.INDETERMINATE;
	}

	@Override
	public Validity validateSubClassName(DatabindContext context, JavaType baseType, String subClassName) {
		return this.allowed.allowsType(subClassName) ? Validity.ALLOWED : Validity.DENIED;
	}

	@Override
	public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
		return TypeName.of(subType).allMatch(this.allowed::allows) ? Validity.ALLOWED : Validity.DENIED;
	}

}
