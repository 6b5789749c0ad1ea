package io.github.dynamodbtoolkit.spring.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The annotated methods of beans, which proxies make what their annotations say.
 */
final class ProxiedMethods {

	private ProxiedMethods() {
	}

	/**
	 * Checks that a proxy can intercept each annotated method of a bean, which otherwise
	 * would be called as if it had no annotation.
	 * @param beanClass the bean's class
	 * @param annotation the annotation
	 * @param bySubclass whether proxies are subclasses, which cannot override final
	 * methods, and not other implementations of the bean's interfaces
	 * @throws IllegalStateException if one is private, static or final
	 */
	static void requireInterceptable(Class<?> beanClass, Class<? extends Annotation> annotation, boolean bySubclass) {
		if (!Proxy.isProxyClass(beanClass) && AnnotationUtils.isCandidateClass(beanClass, annotation)) {
			Class<?> type = ClassUtils.getUserClass(beanClass);
			ReflectionUtils.doWithMethods(type, (method) -> require(method, type, annotation, bySubclass),
					(method) -> AnnotatedElementUtils.hasAnnotation(method, annotation));
		}
	}

	private static void require(Method method, Class<?> type, Class<? extends Annotation> annotation,
			boolean bySubclass) {
		String obstacle = obstacle(method, type, bySubclass);
		if (obstacle != null) {
			throw new IllegalStateException("@" + annotation.getSimpleName() + " on " + type.getName() + "."
					+ method.getName() + " has no effect: the method is " + obstacle);
		}
	}

	private static @Nullable String obstacle(Method method, Class<?> type, boolean bySubclass) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers)) {
			return "static, and a proxy cannot intercept it. Make it a method of the bean.";
		}
		if (Modifier.isPrivate(modifiers)) {
			return "private, and a proxy cannot intercept it. Make it public.";
		}
		boolean ofInterface = !ClassUtils.getInterfaceMethodIfPossible(method, type).equals(method);
		return Modifier.isFinal(modifiers) && (bySubclass || !ofInterface)
				? "final, and a proxy cannot intercept it. Leave final out." : null;
	}

}
