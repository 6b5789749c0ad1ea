package io.github.dynamodbtoolkit.spring.flags;

import java.util.Arrays;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.spring.annotation.AnnotationPostProcessor;

import org.springframework.aop.Pointcut;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/**
 * Guards methods of beans by their {@link FeatureFlag}, around all other advice. A public
 * method whose fallback does not exist is found when the bean is made, not when its flag
 * is off for the first time.
 */
public final class FeatureFlagPostProcessor extends AnnotationPostProcessor implements SmartInitializingSingleton {

	private final Supplier<FeatureGate> gate;

	private final Environment environment;

	private volatile boolean needed;

	/**
	 * Creates the post-processor.
	 * @param gate evaluates flags; asked when the application has started, or a method is
	 * called
	 * @param environment resolves placeholders, and tells how to make proxies
	 */
	public FeatureFlagPostProcessor(Supplier<FeatureGate> gate, Environment environment) {
		super(FeatureFlag.class, annotated(),
				new FeatureFlagInterceptor(gate, environment::resolveRequiredPlaceholders), environment);
		this.gate = gate;
		this.environment = environment;
		setBeforeExistingAdvisors(true);
	}

	private static Pointcut annotated() {
		return new ComposablePointcut(new AnnotationMatchingPointcut(FeatureFlag.class, true))
			.union(new AnnotationMatchingPointcut(null, FeatureFlag.class, true));
	}

	@Override
	protected void check(Class<?> beanClass) {
		this.needed = true;
		Arrays.stream(beanClass.getMethods())
			.forEach(
					(method) -> FeatureFlagMethod.of(method, beanClass, this.environment::resolveRequiredPlaceholders));
	}

	/** What is wrong with the gate is found at start, and not at the first call. */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.needed) {
			this.gate.get();
		}
	}

}
