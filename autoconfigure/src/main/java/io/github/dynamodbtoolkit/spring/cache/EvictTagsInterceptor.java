package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.Method;
import java.util.Objects;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * Invalidates tags after methods that have no cache annotations; for the others
 * {@link CacheInvocationInterceptor} does so, before the result is cached.
 */
final class EvictTagsInterceptor implements MethodInterceptor {

	private final TagEviction eviction;

	EvictTagsInterceptor(TagEviction eviction) {
		this.eviction = eviction;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = Objects.requireNonNull(invocation.getThis(), "A method of a bean has a target");
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), AopUtils.getTargetClass(target));
		Object result = invocation.proceed();
		return this.eviction.afterReturning(new TagExpressions.Call(target, method, invocation.getArguments()), result);
	}

}
