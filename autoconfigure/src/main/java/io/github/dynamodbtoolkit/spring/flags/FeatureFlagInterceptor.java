package io.github.dynamodbtoolkit.spring.flags;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.expression.AnnotatedElementKey;

/**
 * Calls a method only while its flag is on.
 */
final class FeatureFlagInterceptor implements MethodInterceptor {

	private final Map<AnnotatedElementKey, Optional<FeatureFlagMethod>> methods = new ConcurrentHashMap<>();

	private final Supplier<FeatureGate> gate;

	private final UnaryOperator<String> placeholders;

	FeatureFlagInterceptor(Supplier<FeatureGate> gate, UnaryOperator<String> placeholders) {
		this.gate = gate;
		this.placeholders = placeholders;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = Objects.requireNonNull(invocation.getThis(), "A method of a bean has a target");
		FeatureFlagMethod guarded = guarded(invocation.getMethod(), AopUtils.getTargetClass(target));
		if (guarded == null || this.gate.get().isOn(guarded.key())) {
			return invocation.proceed();
		}
		return guarded.insteadOn(target, invocation.getArguments());
	}

	private @Nullable FeatureFlagMethod guarded(Method method, Class<?> targetClass) {
		return this.methods
			.computeIfAbsent(new AnnotatedElementKey(method, targetClass),
					(key) -> Optional.ofNullable(FeatureFlagMethod
						.of(AopUtils.getMostSpecificMethod(method, targetClass), targetClass, this.placeholders)))
			.orElse(null);
	}

}
