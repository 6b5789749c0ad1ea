package io.github.dynamodbtoolkit.spring.cache;

import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

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
		Object result = invocation.proceed();
		return this.eviction.afterReturning(AnnotatedCall.of(invocation), result);
	}

}
