package io.github.dynamodbtoolkit.spring.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * What is known of the methods of beans that carry an annotation; each is read once. Safe
 * for use by many threads.
 *
 * @param <A> the annotation
 * @param <M> what is known of a method
 */
public final class AnnotatedMethods<A extends Annotation, M> {

	private final Map<AnnotatedElementKey, M> known = new ConcurrentHashMap<>();

	private final Class<A> annotation;

	private final Reader<A, M> reader;

	/**
	 * Creates it without any.
	 * @param annotation the annotation
	 * @param reader reads a method
	 */
	public AnnotatedMethods(Class<A> annotation, Reader<A, M> reader) {
		this.annotation = annotation;
		this.reader = reader;
	}

	/**
	 * The method that is called.
	 * @param call a call of a method that carries the annotation
	 * @return what is known of it
	 */
	public M of(AnnotatedCall call) {
		return of(call.method(), call.targetClass());
	}

	private M of(Method method, Class<?> beanClass) {
		return this.known.computeIfAbsent(new AnnotatedElementKey(method, beanClass), (key) -> {
			A present = Objects.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(method, this.annotation),
					"The pointcut matches annotated methods only");
			return this.reader.read(present, method, beanClass);
		});
	}

	/**
	 * All methods of a bean that carry the annotation.
	 * @param beanClass the bean's class, not that of a proxy
	 * @return what is known of them
	 */
	public Map<Method, M> in(Class<?> beanClass) {
		return MethodIntrospector.selectMethods(beanClass,
				(MetadataLookup<M>) (method) -> AnnotatedElementUtils.hasAnnotation(method, this.annotation)
						? of(method, beanClass) : null);
	}

	/**
	 * Reads a method.
	 *
	 * @param <A> the annotation
	 * @param <M> what is known of a method
	 */
	@FunctionalInterface
	public interface Reader<A extends Annotation, M> {

		/**
		 * Reads a method once.
		 * @param annotation its annotation
		 * @param method the method as the bean's class has it
		 * @param beanClass the bean's class
		 * @return what is known of it
		 * @throws IllegalStateException if something is wrong with the annotation
		 */
		M read(A annotation, Method method, Class<?> beanClass);

	}

}
