package io.github.dynamodbtoolkit.value;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON of a known type: the declared one where it says all about the value,
 * else the value's class. No type stands in the JSON itself, unless the application's own
 * Jackson annotations put it there, and no class is loaded by name unless it belongs to
 * the application's packages or to a fixed set of the JDK's value types.
 * <p>
 * What is read equals what was written; what JSON cannot bring back is refused when it is
 * written, what does not fit its type is refused when it is read. As always with Jackson,
 * a class has the state that its properties show: private fields without accessors are
 * not part of it. Immutable containers come back as ordinary ones. Safe for use by many
 * threads.
 */
public final class JsonValueCodec implements ValueCodec {

	private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

	/** No class can have this name. */
	private static final String NULL_TYPE = "null";

	private final TypeFit fit = new TypeFit();

	private final KnownTypes types;

	private final RuntimeTypes runtimeTypes;

	private final SerializationConfig config;

	private JsonValueCodec(JsonMapper mapper, Collection<String> packages) {
		AllowedTypes allowed = new AllowedTypes(packages);
		JsonMapper strict = StrictMapper.of(mapper, allowed, this.fit);
		this.types = new KnownTypes(strict, allowed);
		this.runtimeTypes = new RuntimeTypes(strict.getTypeFactory());
		this.config = strict.serializationConfig();
	}

	/**
	 * A codec with Jackson's own settings.
	 * @param packages packages of the application, such as {@code com.acme.shop}, whose
	 * classes, and those of the packages below, may be stored and read by their names
	 * @return the codec
	 * @throws IllegalArgumentException if one is not a package name
	 */
	public static JsonValueCodec allowing(Collection<String> packages) {
		return of(JsonMapper.builder().build(), packages);
	}

	/**
	 * A codec that knows what a mapper knows: its modules, mix-ins, naming and
	 * visibility. What the mapper was told about the looks of JSON (inclusion, formats of
	 * dates and enums, leniency, default typing) does not apply, since it loses or admits
	 * too much.
	 * @param mapper the mapper, which stays as it is
	 * @param packages as of {@link #allowing}
	 * @return the codec
	 * @throws IllegalArgumentException if one is not a package name
	 */
	public static JsonValueCodec of(JsonMapper mapper, Collection<String> packages) {
		return new JsonValueCodec(mapper, packages);
	}

	@Override
	public EncodedValue encode(@Nullable Object value, @Nullable Type declared) {
		if (value == null) {
			return new EncodedValue(NULL.clone(), NULL_TYPE);
		}
		return CodecFailure.translate("A " + value.getClass().getName() + " cannot be written as JSON", () -> {
			KnownType type = typeOf(value, this.types.declared(declared));
			return new EncodedValue(type.writer().writeValueAsBytes(value), type.name());
		});
	}

	private KnownType typeOf(Object value, @Nullable KnownType declared) {
		if (declared == null || !declared.type().getRawClass().isInstance(value)) {
			return runtimeTypeOf(value);
		}
		String misfit = this.fit.misfit(this.config, value, declared.type());
		if (misfit == null) {
			return declared;
		}
		try {
			return runtimeTypeOf(value);
		}
		catch (ValueCodecException ex) {
			throw new ValueCodecException("JSON would not bring back the value of declared type " + declared.name()
					+ ": it holds " + misfit + ". Where a class stands for its subclasses, annotate it with"
					+ " @JsonTypeInfo, or declare the subclass. Storing the value under its own class does not work"
					+ " either: " + ex.getMessage());
		}
	}

	private KnownType runtimeTypeOf(Object value) {
		KnownType type = this.types.declared(this.runtimeTypes.of(value));
		if (type == null) {
			throw new ValueCodecException("A bare java.lang.Object cannot be stored.");
		}
		if (!type.allowed()) {
			throw new ValueCodecException("The type " + type.name() + " is not allowed where it is not declared."
					+ " Declare the method's return type, or " + AllowedTypes.HOW_TO_ALLOW + ".");
		}
		String misfit = this.fit.misfit(this.config, value, type.type());
		if (misfit != null) {
			throw new ValueCodecException("JSON would not bring back the value: it holds " + misfit
					+ ". Declare the method's return type with all its parameters, or use other types in it.");
		}
		return type;
	}

	@Override
	public @Nullable Object decode(EncodedValue encoded, @Nullable Type declared) {
		if (NULL_TYPE.equals(encoded.type())) {
			requireNull(encoded.bytes(), declared);
			return null;
		}
		return CodecFailure.translate("The stored value cannot be read as JSON of its type", () -> {
			KnownType type = this.types.stored(encoded.type(), this.types.declared(declared));
			Object value = type.reader().readValue(encoded.bytes());
			if (value == null) {
				throw new ValueCodecException("The stored value is null, but its type is " + type.name() + ".");
			}
			return value;
		});
	}

	private static void requireNull(byte[] bytes, @Nullable Type declared) {
		if (!Arrays.equals(bytes, NULL)) {
			throw new ValueCodecException("The stored value is not null, but its type says so.");
		}
		if (declared instanceof Class<?> type && type.isPrimitive()) {
			throw new ValueCodecException("The stored value is null, which is not a value of type " + type + ".");
		}
	}

}
