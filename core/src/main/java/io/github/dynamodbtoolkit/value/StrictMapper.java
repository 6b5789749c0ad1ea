package io.github.dynamodbtoolkit.value;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.util.StdDateFormat;

/**
 * Makes a mapper exact: what it writes, it reads back as it was, and what does not fit is
 * a failure. Modules, mix-ins, naming and visibility of the mapper given are kept; what
 * it was told about the looks of JSON meant for others is not.
 */
final class StrictMapper {

	/** Deeper JSON is refused, written or read, before the stack would overflow. */
	private static final int MAX_NESTING = 500;

	private static final int MAX_NUMBER_LENGTH = 1000;

	private static final int MAX_STRING_LENGTH = 32 * 1024 * 1024;

	private static final Set<DeserializationFeature> READING = EnumSet.of(
			DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
			DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_INVALID_SUBTYPE,
			DeserializationFeature.IGNORE_ABSTRACT_TYPES_FOR_DEDUCTION,
			DeserializationFeature.FAIL_ON_UNRESOLVED_OBJECT_IDS,
			DeserializationFeature.FAIL_ON_MISSING_EXTERNAL_TYPE_ID_PROPERTY,
			DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_INJECT_VALUE,
			DeserializationFeature.WRAP_EXCEPTIONS);

	private static final Set<SerializationFeature> WRITING = EnumSet.of(SerializationFeature.FAIL_ON_EMPTY_BEANS,
			SerializationFeature.FAIL_ON_SELF_REFERENCES, SerializationFeature.FAIL_ON_UNWRAPPED_TYPE_IDENTIFIERS,
			SerializationFeature.FLUSH_AFTER_WRITE_VALUE, SerializationFeature.WRITE_EMPTY_JSON_ARRAYS,
			SerializationFeature.EAGER_SERIALIZER_FETCH, SerializationFeature.WRAP_EXCEPTIONS);

	private static final Set<DateTimeFeature> DATES = EnumSet.of(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID,
			DateTimeFeature.ONE_BASED_MONTHS);

	private StrictMapper() {
	}

	static JsonMapper of(JsonMapper mapper, AllowedTypes allowed, TypeFit fit) {
		JsonMapper.Builder builder = new Builder(mapper);
		for (DeserializationFeature feature : DeserializationFeature.values()) {
			builder.configure(feature, READING.contains(feature));
		}
		for (SerializationFeature feature : SerializationFeature.values()) {
			builder.configure(feature, WRITING.contains(feature));
		}
		for (DateTimeFeature feature : DateTimeFeature.values()) {
			builder.configure(feature, DATES.contains(feature));
		}
		for (EnumFeature feature : EnumFeature.values()) {
			builder.configure(feature, feature == EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
		}
		setTypes(builder, mapper, allowed);
		setLooks(builder);
		return builder.addModule(new ValueModule(fit)).build();
	}

	private static void setTypes(JsonMapper.Builder builder, JsonMapper mapper, AllowedTypes allowed) {
		ClassLoader own = mapper.getTypeFactory().getClassLoader();
		// remembered now: a pool's threads may not have the application's class loader
		ClassLoader loader = (own != null) ? own : Thread.currentThread().getContextClassLoader();
		builder.typeFactory(new GuardedTypeFactory(allowed, loader))
			.polymorphicTypeValidator(new AllowedSubtypes(allowed))
			.deactivateDefaultTyping();
	}

	private static void setLooks(JsonMapper.Builder builder) {
		builder
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.USE_GETTERS_AS_SETTERS,
					MapperFeature.USE_STATIC_TYPING, MapperFeature.USE_BASE_TYPE_AS_DEFAULT_IMPL,
					MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS, MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES,
					MapperFeature.ACCEPT_CASE_INSENSITIVE_VALUES)
			.enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY, MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
			.enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS, JsonWriteFeature.QUOTE_PROPERTY_NAMES)
			.disable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
			.disable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN, StreamWriteFeature.IGNORE_UNKNOWN)
			.changeDefaultPropertyInclusion((inclusion) -> JsonInclude.Value.empty())
			.defaultDateFormat(new StdDateFormat())
			.defaultView(null)
			.clearProblemHandlers()
			.withCoercionConfig(LogicalType.Textual,
					(coercions) -> Stream
						.of(CoercionInputShape.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float)
						.forEach((shape) -> coercions.setCoercion(shape, CoercionAction.Fail)));
	}

	/**
	 * A builder that begins with another mapper's settings, and limits what is read.
	 */
	private static final class Builder extends JsonMapper.Builder {

		private final JsonFactory limited;

		private Builder(JsonMapper mapper) {
			super((StateImpl) mapper.rebuild().saveStateApplyModules());
			this.limited = mapper.tokenStreamFactory()
				.rebuild()
				.streamReadConstraints(StreamReadConstraints.builder()
					.maxNestingDepth(MAX_NESTING)
					.maxNumberLength(MAX_NUMBER_LENGTH)
					.maxStringLength(MAX_STRING_LENGTH)
					.build())
				.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_NESTING).build())
				.build();
		}

		@Override
		public TokenStreamFactory streamFactory() {
			return this.limited;
		}

	}

}
