package io.github.dynamodbtoolkit.value;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.type.TypeModifier;
import tools.jackson.databind.util.ArrayBuilders;
import tools.jackson.databind.util.LookupCache;
import tools.jackson.databind.util.SimpleLookupCache;

/**
 * The one place where a class can be loaded by a name that stands in data: in a stored
 * type, in a polymorphic type id, in a property of type {@code Class}. A name that is not
 * allowed is not even looked for.
 */
final class GuardedTypeFactory extends TypeFactory {

	private final transient AllowedTypes allowed;

	GuardedTypeFactory(AllowedTypes allowed, @Nullable ClassLoader classLoader) {
		this(allowed, new SimpleLookupCache<>(16, DEFAULT_MAX_CACHE_SIZE), null, classLoader);
	}

	private GuardedTypeFactory(AllowedTypes allowed, LookupCache<Object, JavaType> cache,
			TypeModifier @Nullable [] modifiers, @Nullable ClassLoader classLoader) {
		super(cache, modifiers, classLoader);
		this.allowed = allowed;
	}

	@Override
	public Class<?> findClass(String className) throws ClassNotFoundException {
		Class<?> primitive = _findPrimitive(className);
		if (primitive != null) {
			return primitive;
		}
		if (!this.allowed.allowsType(className)) {
			throw new ClassNotFoundException("This type is not allowed");
		}
		return super.findClass(className);
	}

	@Override
	public TypeFactory snapshot() {
		return new GuardedTypeFactory(this.allowed, this._typeCache.snapshot(), this._modifiers, this._classLoader);
	}

	@Override
	public TypeFactory withModifier(TypeModifier modifier) {
		TypeModifier[] modifiers = (this._modifiers != null)
				? ArrayBuilders.insertInListNoDup(this._modifiers, modifier) : new TypeModifier[] { modifier };
		return new GuardedTypeFactory(this.allowed, this._typeCache.emptyCopy(), modifiers, this._classLoader);
	}

	@Override
	public TypeFactory withClassLoader(ClassLoader classLoader) {
		return new GuardedTypeFactory(this.allowed, this._typeCache, this._modifiers, classLoader);
	}

	@Override
	public TypeFactory withCache(LookupCache<Object, JavaType> cache) {
		return new GuardedTypeFactory(this.allowed, cache, this._modifiers, this._classLoader);
	}

}
