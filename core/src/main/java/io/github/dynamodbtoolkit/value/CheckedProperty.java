package io.github.dynamodbtoolkit.value;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * A property whose declared type leaves room for values that would not be brought back,
 * so that each value is looked at before it is written.
 */
final class CheckedProperty extends BeanPropertyWriter {

	private final transient TypeFit fit;

	CheckedProperty(BeanPropertyWriter property, TypeFit fit) {
		super(property);
		this.fit = fit;
	}

	private CheckedProperty(CheckedProperty property, PropertyName name) {
		super(property, name);
		this.fit = property.fit;
	}

	@Override
	protected BeanPropertyWriter _new(PropertyName newName) {
		return new CheckedProperty(this, newName);
	}

	@Override
	public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context)
			throws Exception {
		check(get(bean), context);
		super.serializeAsProperty(bean, generator, context);
	}

	@Override
	public void serializeAsElement(Object bean, JsonGenerator generator, SerializationContext context)
			throws Exception {
		check(get(bean), context);
		super.serializeAsElement(bean, generator, context);
	}

	private void check(@Nullable Object value, SerializationContext context) {
		String misfit = this.fit.misfit(context.getConfig(), value, getType());
		if (misfit != null) {
			throw new MisfitException(getName(), misfit);
		}
	}

}
