package io.github.dynamodbtoolkit.spring.annotation;

import java.lang.annotation.Annotation;

import org.aopalliance.aop.Advice;

import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.env.Environment;

/**
 * Puts advice around annotated methods of beans. What is wrong with an annotation is
 * found when the bean is made, not by the first who calls the method.
 */
public abstract class AnnotationPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private final Class<? extends Annotation> annotation;

	/**
	 * Creates the post-processor.
	 * @param annotation the annotation
	 * @param annotated matches annotated methods
	 * @param advice what is put around them
	 * @param environment tells how to make proxies
	 */
	protected AnnotationPostProcessor(Class<? extends Annotation> annotation, Pointcut annotated, Advice advice,
			Environment environment) {
		this.annotation = annotation;
		this.advisor = new DefaultPointcutAdvisor(annotated, advice);
		setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
	}

	/**
	 * Reads the annotations of a bean.
	 * @param beanClass its class
	 * @throws IllegalStateException if there is something wrong with one
	 */
	protected abstract void check(Class<?> beanClass);

	@Override
	public final Object postProcessBeforeInitialization(Object bean, String beanName) {
		ProxiedMethods.requireInterceptable(bean.getClass(), this.annotation, isProxyTargetClass());
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (isEligible(bean, beanName)) {
			check(AopUtils.getTargetClass(bean));
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

}
