package io.github.dynamodbtoolkit.value;

import java.util.LinkedHashSet;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;

/**
 * What Jackson does differently for values that shall be brought back.
 */
final class ValueModule extends SimpleModule {

	ValueModule(TypeFit fit) {
		super("dynamodb-toolkit-values");
		addAbstractTypeMapping(Set.class, LinkedHashSet.class); // keeps the order
		setSerializerModifier(new StrictProperties(fit));
		LocaleText.addTo(this);
	}

	@Override
	public void setupModule(SetupContext context) {
		super.setupModule(context);
		context.insertAnnotationIntrospector(new WholeValues());
	}

	/**
	 * Overrides {@code @JsonInclude}: an empty list that is left out would come back as
	 * null.
	 */
	private static final class WholeValues extends NopAnnotationIntrospector {

		private static final JsonInclude.Value ALWAYS = JsonInclude.Value.construct(JsonInclude.Include.ALWAYS,
				JsonInclude.Include.ALWAYS);

		@Override
		public JsonInclude.Value findPropertyInclusion(MapperConfig<?> config, Annotated annotated) {
			return ALWAYS;
		}

	}

}
