package io.github.dynamodbtoolkit.spring.flags;

import java.util.Arrays;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.spring.annotation.AnnotationPostProcessor;
import io.github.dynamodbtoolkit.spring.annotation.ProxiedMethods;

import org.springframework.aop.Pointcut;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.env.Environment;

/**
 * Guards methods of beans by their {@link FeatureFlag}, around all other advice. A public
 * method whose fallback does not exist is found when the bean is made, not when its flag
 * is off for the first time.
 */
public final class FeatureFlagPostProcessor extends AnnotationPostProcessor {

	/**
	 * Creates the post-processor.
	 * @param gate evaluates flags; asked when a method is called
	 * @param environment resolves placeholders, and tells how to make proxies
	 */
	public FeatureFlagPostProcessor(Supplier<FeatureGate> gate, Environment environment) {
		super(annotated(), new FeatureFlagInterceptor(gate, environment::resolveRequiredPlaceholders),
				(beanClass) -> check(beanClass, environment), environment);
		setBeforeExistingAdvisors(true);
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		ProxiedMethods.requireInterceptable(bean.getClass(), FeatureFlag.class, isProxyTargetClass());
		return bean;
	}

	private static Pointcut annotated() {
		return new ComposablePointcut(new AnnotationMatchingPointcut(FeatureFlag.class, true))
			.union(new AnnotationMatchingPointcut(null, FeatureFlag.class, true));
	}

	private static void check(Class<?> beanClass, Environment environment) {
		Arrays.stream(beanClass.getMethods())
			.forEach((method) -> FeatureFlagMethod.of(method, beanClass, environment::resolveRequiredPlaceholders));
	}

}
