package io.github.dynamodbtoolkit.spring.flags;

import java.util.Arrays;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.spring.annotation.ProxiedMethods;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.env.Environment;

/**
 * Guards methods of beans by their {@link FeatureFlag}, around all other advice. A public
 * method whose fallback does not exist is found when the bean is made, not when its flag
 * is off for the first time.
 */
public final class FeatureFlagPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	/**
	 * Creates the post-processor.
	 * @param gate evaluates flags; asked when a method is called
	 * @param environment tells how to make proxies
	 */
	public FeatureFlagPostProcessor(Supplier<FeatureGate> gate, Environment environment) {
		ComposablePointcut annotated = new ComposablePointcut(new AnnotationMatchingPointcut(FeatureFlag.class, true))
			.union(new AnnotationMatchingPointcut(null, FeatureFlag.class, true));
		this.advisor = new DefaultPointcutAdvisor(annotated, new FeatureFlagInterceptor(gate));
		setBeforeExistingAdvisors(true);
		setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		ProxiedMethods.requireInterceptable(bean.getClass(), FeatureFlag.class, isProxyTargetClass());
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (isEligible(bean, beanName)) {
			Class<?> targetClass = AopUtils.getTargetClass(bean);
			Arrays.stream(targetClass.getMethods()).forEach((method) -> FeatureFlagMethod.of(method, targetClass));
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

}
