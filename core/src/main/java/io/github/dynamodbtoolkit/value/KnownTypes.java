package io.github.dynamodbtoolkit.value;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.ClassUtil;

/**
 * Finds types, the application's own by what it declares, stored ones by name. Of a
 * stored name every class is checked before the first is loaded.
 */
final class KnownTypes {

	private static final int MAX_KNOWN_TYPES = 1000;

	private final JsonMapper mapper;

	private final TypeFactory types;

	private final AllowedTypes allowed;

	private final Cache<Type, KnownType> known = Caffeine.newBuilder().maximumSize(MAX_KNOWN_TYPES).build();

	KnownTypes(JsonMapper mapper, AllowedTypes allowed) {
		this.mapper = mapper;
		this.types = mapper.getTypeFactory();
		this.allowed = allowed;
	}

	/** What a type in the program means here; null if it says nothing of a value. */
	@Nullable KnownType declared(@Nullable Type declared) {
		if (declared == null) {
			return null;
		}
		KnownType type = known(declared);
		Class<?> raw = type.type().getRawClass();
		return (raw != Object.class && raw != Void.class) ? type : null;
	}

	private KnownType known(Type type) {
		return this.known.get(type,
				(key) -> new KnownType(this.mapper, boxed(this.types.constructType(key)), this.allowed));
	}

	/** Methods that return int and Integer can share values. */
	private JavaType boxed(JavaType type) {
		return type.isPrimitive() ? this.types.constructType(ClassUtil.wrapperType(type.getRawClass())) : type;
	}

	/**
	 * The type of a stored name.
	 * @throws ValueCodecException if it is not allowed, or does not fit the declared type
	 */
	KnownType stored(String name, @Nullable KnownType declared) {
		if (declared != null && declared.name().equals(name)) {
			return declared;
		}
		TypeName parsed = TypeName.parse(name);
		Map<String, Class<?>> loaded = new HashMap<>();
		if (declared != null) {
			collectClasses(declared.type(), loaded);
		}
		if (!parsed.allMatch((className) -> loaded.containsKey(className) || this.allowed.allows(className))) {
			throw new ValueCodecException("The stored type " + parsed + " is not allowed. If it is the application's, "
					+ AllowedTypes.HOW_TO_ALLOW + ".");
		}
		JavaType type = resolve(parsed, loaded);
		if (declared != null && !fits(type, declared.type())) {
			throw new ValueCodecException(
					"The stored type " + parsed + " does not fit the declared type " + declared.name() + ".");
		}
		return known(type);
	}

	/** The classes of a declared type need not be loaded by name: they are there. */
	private static void collectClasses(JavaType type, Map<String, Class<?>> classes) {
		if (type.isArrayType()) {
			collectClasses(type.getContentType(), classes);
			return;
		}
		classes.put(type.getRawClass().getName(), type.getRawClass());
		for (int i = 0; i < type.getRawClass().getTypeParameters().length; i++) {
			collectClasses(type.containedTypeOrUnknown(i), classes);
		}
	}

	private JavaType resolve(TypeName name, Map<String, Class<?>> loaded) {
		JavaType[] arguments = name.arguments()
			.stream()
			.map((argument) -> resolve(argument, loaded))
			.toArray(JavaType[]::new);
		Class<?> raw = loaded.containsKey(name.className()) ? loaded.get(name.className()) : load(name.className());
		if (raw.getTypeParameters().length != arguments.length) {
			throw new ValueCodecException("The stored type " + name + " lacks type parameters, or has too many.");
		}
		JavaType type = (arguments.length > 0) ? this.types.constructParametricType(raw, arguments)
				: this.types.constructType(raw);
		for (int i = 0; i < name.dimensions(); i++) {
			type = this.types.constructArrayType(type);
		}
		return type;
	}

	private Class<?> load(String className) {
		try {
			return this.types.findClass(className);
		}
		catch (ClassNotFoundException ex) {
			throw new ValueCodecException("The stored type's class " + className + " does not exist.", ex);
		}
	}

	/** As the compiler would say of a value that is only read. */
	private static boolean fits(JavaType type, JavaType declared) {
		if (!declared.isTypeOrSuperTypeOf(type.getRawClass())) {
			return false;
		}
		if (declared.isArrayType()) {
			return fits(type.getContentType(), declared.getContentType());
		}
		JavaType[] arguments = type.findTypeParameters(declared.getRawClass());
		for (int i = 0; i < Math.min(arguments.length, declared.containedTypeCount()); i++) {
			if (!fits(arguments[i], declared.containedType(i))) {
				return false;
			}
		}
		return true;
	}

}
