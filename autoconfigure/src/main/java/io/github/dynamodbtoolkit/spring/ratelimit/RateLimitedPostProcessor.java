package io.github.dynamodbtoolkit.spring.ratelimit;

import java.util.function.Supplier;

import io.github.dynamodbtoolkit.spring.annotation.AnnotatedMethods;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationPostProcessor;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;

/**
 * Makes {@link RateLimited} methods of beans what they say, inside of all other advice;
 * of a proxy that a factory makes, around what is in it, which may never come to its
 * target.
 */
public final class RateLimitedPostProcessor extends AnnotationPostProcessor {

	private final AnnotatedMethods<RateLimited, RateLimitedMethod> methods;

	/**
	 * Creates the post-processor.
	 * @param gate gives the gate; asked when a method is called
	 * @param beanFactory has the beans to which expressions refer
	 * @param environment resolves placeholders, and tells how to make proxies
	 */
	public RateLimitedPostProcessor(Supplier<RateLimitGate> gate, BeanFactory beanFactory, Environment environment) {
		this(gate, methods(environment), beanFactory, environment);
	}

	private RateLimitedPostProcessor(Supplier<RateLimitGate> gate,
			AnnotatedMethods<RateLimited, RateLimitedMethod> methods, BeanFactory beanFactory,
			Environment environment) {
		super(RateLimited.class, new AnnotationMatchingPointcut(null, RateLimited.class, true),
				new RateLimitedInterceptor(gate, methods, new AnnotationExpressions(beanFactory)), environment);
		this.methods = methods;
	}

	@Override
	protected void check(Class<?> beanClass) {
		this.methods.in(beanClass);
	}

	private static AnnotatedMethods<RateLimited, RateLimitedMethod> methods(Environment environment) {
		return new AnnotatedMethods<>(RateLimited.class, (annotation, method, beanClass) -> RateLimitedMethod
			.of(annotation, method, beanClass, environment::resolveRequiredPlaceholders));
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Advisor limit = this.advisor;
		if (limit != null && bean instanceof Advised proxy && !proxy.isFrozen() && isMadeByFactory(beanName)
				&& isEligible(AopUtils.getTargetClass(bean))) {
			proxy.addAdvisor(0, limit);
			return bean;
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

	private boolean isMadeByFactory(String beanName) {
		return this.beanFactory != null && this.beanFactory.containsBean(beanName)
				&& this.beanFactory.isFactoryBean(beanName);
	}

}
