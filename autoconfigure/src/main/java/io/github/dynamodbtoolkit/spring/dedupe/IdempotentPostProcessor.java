package io.github.dynamodbtoolkit.spring.dedupe;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedMethods;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationPostProcessor;

import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;

/**
 * Makes {@link Idempotent} methods of beans what they say, around all other advice.
 */
public final class IdempotentPostProcessor extends AnnotationPostProcessor {

	private final AnnotatedMethods<Idempotent, IdempotentMethod> methods;

	/**
	 * Creates the post-processor.
	 * @param store gives the store; asked when a method is first called
	 * @param executor gives what calls methods that answer later, and waits for their
	 * answers; asked when one is first called
	 * @param beanFactory has the beans to which expressions refer
	 * @param environment resolves placeholders, and tells how to make proxies
	 */
	public IdempotentPostProcessor(Supplier<DedupeStore> store, Supplier<Executor> executor, BeanFactory beanFactory,
			Environment environment) {
		this(store, executor, methods(environment), beanFactory, environment);
	}

	private IdempotentPostProcessor(Supplier<DedupeStore> store, Supplier<Executor> executor,
			AnnotatedMethods<Idempotent, IdempotentMethod> methods, BeanFactory beanFactory, Environment environment) {
		super(Idempotent.class, new AnnotationMatchingPointcut(null, Idempotent.class, true),
				new IdempotentInterceptor(store, executor, methods, new AnnotationExpressions(beanFactory)),
				environment);
		this.methods = methods;
		setBeforeExistingAdvisors(true);
	}

	@Override
	protected void check(Class<?> beanClass) {
		IdempotentMethod.requireDistinct(beanClass, this.methods.in(beanClass));
	}

	private static AnnotatedMethods<Idempotent, IdempotentMethod> methods(Environment environment) {
		return new AnnotatedMethods<>(Idempotent.class, (annotation, method, beanClass) -> IdempotentMethod
			.of(annotation, method, beanClass, environment::resolveRequiredPlaceholders));
	}

}
