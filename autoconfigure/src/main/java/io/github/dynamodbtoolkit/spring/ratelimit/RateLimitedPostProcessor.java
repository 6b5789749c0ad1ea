package io.github.dynamodbtoolkit.spring.ratelimit;

import java.util.function.Supplier;

import io.github.dynamodbtoolkit.spring.annotation.ProxiedMethods;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.env.Environment;

/**
 * Makes {@link RateLimited} methods of beans what they say, inside of all other advice;
 * of a proxy that a factory makes, around what is in it, which may never come to its
 * target.
 */
public final class RateLimitedPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	/**
	 * Creates the post-processor.
	 * @param gate gives the gate; asked when a method is first called
	 * @param environment tells how to make proxies
	 */
	public RateLimitedPostProcessor(Supplier<RateLimitGate> gate, Environment environment) {
		this.advisor = new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(null, RateLimited.class, true),
				new RateLimitedInterceptor(gate));
		setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		ProxiedMethods.requireInterceptable(bean.getClass(), RateLimited.class, isProxyTargetClass());
		return bean;
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
