package io.github.dynamodbtoolkit.spring.aot;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.dynamodbtoolkit.spring.cache.CacheTags;
import io.github.dynamodbtoolkit.spring.cache.EvictTags;
import io.github.dynamodbtoolkit.spring.dedupe.Idempotent;
import io.github.dynamodbtoolkit.spring.flags.FeatureFlag;
import io.github.dynamodbtoolkit.spring.ratelimit.RateLimited;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * Makes usable in a native image what annotated methods of the application need: the
 * types of their results, which are written and read as JSON, those of their parameters,
 * whose properties expressions may ask for, and the fallbacks that they name.
 */
final class AnnotatedMethodsAotProcessor implements BeanRegistrationAotProcessor {

	/** By name: Spring's cache may be absent. */
	private static final List<String> STORING = List.of("org.springframework.cache.annotation.Cacheable",
			"org.springframework.cache.annotation.CachePut", "org.springframework.cache.annotation.Caching",
			CacheTags.class.getName(), EvictTags.class.getName(), Idempotent.class.getName());

	private static final List<String> WITH_FALLBACK = List.of(RateLimited.class.getName(), FeatureFlag.class.getName());

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean registeredBean) {
		Class<?> beanClass = registeredBean.getBeanClass();
		AnnotatedMethods needed = new AnnotatedMethods(typesOf(beanClass), fallbacksOf(beanClass));
		return needed.isEmpty() ? null : needed;
	}

	private static Set<Type> typesOf(Class<?> beanClass) {
		Set<ResolvableType> types = new LinkedHashSet<>();
		for (Method method : annotated(beanClass, STORING)) {
			types.add(ResolvableType.forMethodReturnType(method, beanClass));
			addParameters(method, beanClass, types);
		}
		annotated(beanClass, List.of(RateLimited.class.getName()))
			.forEach((method) -> addParameters(method, beanClass, types));
		return new LinkedHashSet<>(types.stream().map(ResolvableType::getType).toList());
	}

	private static void addParameters(Method method, Class<?> beanClass, Set<ResolvableType> types) {
		for (int i = 0; i < method.getParameterCount(); i++) {
			types.add(ResolvableType.forMethodParameter(method, i, beanClass));
		}
	}

	private static Set<Method> annotated(Class<?> beanClass, List<String> annotations) {
		return MethodIntrospector.selectMethods(beanClass,
				(Method method) -> annotations.stream().anyMatch(annotationsOf(method)::isPresent));
	}

	private static MergedAnnotations annotationsOf(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
	}

	/** All methods that have the name of a fallback: which is meant, its call decides. */
	private static Set<Method> fallbacksOf(Class<?> beanClass) {
		Set<String> names = new LinkedHashSet<>();
		Stream.concat(Stream.of(beanClass), annotated(beanClass, WITH_FALLBACK).stream())
			.map(AnnotatedMethodsAotProcessor::annotationsOf)
			.forEach((annotations) -> WITH_FALLBACK.forEach((annotation) -> annotations.get(annotation)
				.getValue("fallback", String.class)
				.ifPresent(names::add)));
		Set<Method> fallbacks = new LinkedHashSet<>();
		ReflectionUtils.doWithMethods(beanClass, fallbacks::add, (method) -> names.contains(method.getName()));
		return fallbacks;
	}

	private record AnnotatedMethods(Set<Type> types, Set<Method> fallbacks) implements BeanRegistrationAotContribution {

		boolean isEmpty() {
			return this.types.isEmpty() && this.fallbacks.isEmpty();
		}

		@Override
		public void applyTo(GenerationContext context, BeanRegistrationCode code) {
			ReflectionHints hints = context.getRuntimeHints().reflection();
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints, this.types.toArray(Type[]::new));
			this.fallbacks.forEach((fallback) -> hints.registerMethod(fallback, ExecutableMode.INVOKE));
		}

	}

}
