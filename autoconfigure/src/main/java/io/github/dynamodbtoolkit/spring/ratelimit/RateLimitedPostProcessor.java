package io.github.dynamodbtoolkit.spring.ratelimit;

import java.util.function.Supplier;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.env.Environment;

/**
 * Makes {@link RateLimited} methods of beans what they say, inside of all other advice.
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

}
