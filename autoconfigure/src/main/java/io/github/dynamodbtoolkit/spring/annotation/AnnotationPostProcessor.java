package io.github.dynamodbtoolkit.spring.annotation;

import java.util.function.Consumer;

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

	private final Consumer<Class<?>> check;

	/**
	 * Creates the post-processor.
	 * @param annotated matches annotated methods
	 * @param advice what is put around them
	 * @param check reads the annotations of a bean's class, and throws if there is
	 * something wrong with one
	 * @param environment tells how to make proxies
	 */
	protected AnnotationPostProcessor(Pointcut annotated, Advice advice, Consumer<Class<?>> check,
			Environment environment) {
		this.advisor = new DefaultPointcutAdvisor(annotated, advice);
		this.check = check;
		setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (isEligible(bean, beanName)) {
			this.check.accept(AopUtils.getTargetClass(bean));
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

}
