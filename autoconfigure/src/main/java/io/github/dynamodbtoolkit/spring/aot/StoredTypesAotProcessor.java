package io.github.dynamodbtoolkit.spring.aot;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.dynamodbtoolkit.spring.cache.CacheTags;
import io.github.dynamodbtoolkit.spring.cache.EvictTags;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Makes the types usable in a native image that annotated methods of the application
 * store or name: their results, which are written and read as JSON, and their parameters,
 * whose properties expressions may ask for.
 */
final class StoredTypesAotProcessor implements BeanRegistrationAotProcessor {

	/** By name: Spring's cache may be absent. */
	private static final List<String> ANNOTATIONS = List.of("org.springframework.cache.annotation.Cacheable",
			"org.springframework.cache.annotation.CachePut", "org.springframework.cache.annotation.Caching",
			CacheTags.class.getName(), EvictTags.class.getName(), Idempotent.class.getName());

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Set<ResolvableType> types = typesOf(registeredBean.getBeanClass());
		return types.isEmpty() ? null : new StoredTypes(types);
	}

	private static Set<ResolvableType> typesOf(Class<?> beanClass) {
		Set<ResolvableType> types = new LinkedHashSet<>();
		for (Method method : MethodIntrospector.selectMethods(beanClass, StoredTypesAotProcessor::isAnnotated)) {
			types.add(ResolvableType.forMethodReturnType(method, beanClass));
			for (int i = 0; i < method.getParameterCount(); i++) {
				types.add(ResolvableType.forMethodParameter(method, i, beanClass));
			}
		}
		return types;
	}

	private static boolean isAnnotated(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		return ANNOTATIONS.stream().anyMatch(annotations::isPresent);
	}

	private record StoredTypes(Set<ResolvableType> types) implements BeanRegistrationAotContribution {

		@Override
		public void applyTo(GenerationContext context, BeanRegistrationCode code) {
			new BindingReflectionHintsRegistrar().registerReflectionHints(context.getRuntimeHints().reflection(),
					this.types.stream().map(ResolvableType::getType).toArray(Type[]::new));
		}

	}

}
