package io.github.dynamodbtoolkit.spring.flags;

import java.util.Arrays;
import java.util.function.Supplier;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/**
 * Guards methods of beans by their {@link FeatureFlag}, around all other advice. A public
 * method whose fallback does not exist is found when the bean is made, not when its flag
 * is off for the first time.
 */
public final class FeatureFlagPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements SmartInitializingSingleton {

	private final Supplier<FeatureGate> gate;

	private volatile boolean needed;

	/**
	 * Creates the post-processor.
	 * @param gate evaluates flags; asked when the application has started, or a method is
	 * called
	 * @param environment tells how to make proxies
	 */
	public FeatureFlagPostProcessor(Supplier<FeatureGate> gate, Environment environment) {
		ComposablePointcut annotated = new ComposablePointcut(new AnnotationMatchingPointcut(FeatureFlag.class, true))
			.union(new AnnotationMatchingPointcut(null, FeatureFlag.class, true));
		this.advisor = new DefaultPointcutAdvisor(annotated, new FeatureFlagInterceptor(gate));
		this.gate = gate;
		setBeforeExistingAdvisors(true);
		setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (isEligible(bean, beanName)) {
			this.needed = true;
			Class<?> targetClass = AopUtils.getTargetClass(bean);
			Arrays.stream(targetClass.getMethods()).forEach((method) -> FeatureFlagMethod.of(method, targetClass));
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

	/** What is wrong with the gate is found at start, and not at the first call. */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.needed) {
			this.gate.get();
		}
	}

}
