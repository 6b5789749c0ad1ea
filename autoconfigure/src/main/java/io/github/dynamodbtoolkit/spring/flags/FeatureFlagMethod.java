package io.github.dynamodbtoolkit.spring.flags;

import java.lang.reflect.Method;
import java.util.function.UnaryOperator;

import io.github.dynamodbtoolkit.spring.annotation.FallbackMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What is known of a guarded method before it is called.
 *
 * @param key the flag's key
 * @param fallback what is called while the flag is off, null for nothing
 */
record FeatureFlagMethod(String key, @Nullable FallbackMethod fallback) {

	/**
	 * Reads the annotation of a method, or else of the bean's class.
	 * @return null if there is none; also for methods that every object has, and for the
	 * class's fallback
	 */
	static @Nullable FeatureFlagMethod of(Method method, Class<?> targetClass, UnaryOperator<String> placeholders) {
		FeatureFlag own = AnnotatedElementUtils.findMergedAnnotation(method, FeatureFlag.class);
		if (own != null) {
			return of(own, method, targetClass, placeholders);
		}
		FeatureFlag all = AnnotatedElementUtils.findMergedAnnotation(targetClass, FeatureFlag.class);
		if (all == null || ReflectionUtils.isObjectMethod(method) || method.getName().equals(all.fallback())) {
			return null;
		}
		return of(all, method, targetClass, placeholders);
	}

	private static FeatureFlagMethod of(FeatureFlag flag, Method method, Class<?> targetClass,
			UnaryOperator<String> placeholders) {
		return new FeatureFlagMethod(placeholders.apply(flag.value()), flag.fallback().isEmpty() ? null : FallbackMethod
			.find(flag.fallback(), method, targetClass, FeatureDisabledException.class, "FeatureFlag"));
	}

	/** The fallback's answer; without one, the exception is thrown. */
	@Nullable Object insteadOn(Object target, @Nullable Object[] args) throws Throwable {
		FeatureDisabledException reason = new FeatureDisabledException(this.key);
		if (this.fallback == null) {
			throw reason;
		}
		return this.fallback.invoke(target, args, reason);
	}

}
