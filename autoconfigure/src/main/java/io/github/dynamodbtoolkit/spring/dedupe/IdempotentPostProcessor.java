package io.github.dynamodbtoolkit.spring.dedupe;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.spring.annotation.ProxiedMethods;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.env.Environment;

/**
 * Makes {@link Idempotent} methods of beans what they say, around all other advice.
 */
public final class IdempotentPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	/**
	 * Creates the post-processor.
	 * @param store gives the store; asked when a method is first called
	 * @param executor gives what calls methods that answer later, and waits for their
	 * answers; asked when one is first called
	 * @param environment resolves placeholders, and tells how to make proxies
	 */
	public IdempotentPostProcessor(Supplier<DedupeStore> store, Supplier<Executor> executor, Environment environment) {
		this.advisor = new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(null, Idempotent.class, true),
				new IdempotentInterceptor(store, environment::resolveRequiredPlaceholders, executor));
		setBeforeExistingAdvisors(true);
		setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		ProxiedMethods.requireInterceptable(bean.getClass(), Idempotent.class, isProxyTargetClass());
		return bean;
	}

}
