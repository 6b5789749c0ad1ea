package io.github.dynamodbtoolkit.spring.cache;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import io.github.dynamodbtoolkit.spring.annotation.AsyncAnswers;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.util.ObjectUtils;

/**
 * Stands around Spring's {@code CacheInterceptor}, and lets the cache know which method
 * it works for.
 */
final class CacheInvocationInterceptor implements MethodInterceptor {

	private final MethodInterceptor cacheInterceptor;

	private final CachedMethods methods;

	private final TagExpressions expressions;

	private final TagEviction eviction;

	CacheInvocationInterceptor(MethodInterceptor cacheInterceptor, CachedMethods methods, TagExpressions expressions,
			TagEviction eviction) {
		this.cacheInterceptor = cacheInterceptor;
		this.methods = methods;
		this.expressions = expressions;
		this.eviction = eviction;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		AnnotatedCall call = AnnotatedCall.of(invocation);
		CacheInvocation cacheInvocation = new CacheInvocation(call, this.methods.of(call), this.expressions,
				() -> reloader(invocation));
		if (!cacheInvocation.isAsync()) {
			return cacheInvocation.within(() -> this.cacheInterceptor
				.invoke(new Inner(invocation, call, cacheInvocation, this.eviction, null)));
		}
		CompletableFuture<?> ready = changesLater(call) ? new CompletableFuture<>() : null;
		MethodInvocation inner = new Inner(invocation, call, cacheInvocation, this.eviction, ready);
		Object result = cacheInvocation.within(() -> this.cacheInterceptor.invoke(inner));
		if (ready != null) {
			ready.complete(null);
		}
		return AsyncResults.on(null, result);
	}

	/** Whether Spring puts or evicts when the answer is there. */
	private boolean changesLater(AnnotatedCall call) {
		CacheOperationSource source = this.cacheInterceptor instanceof CacheAspectSupport support
				? support.getCacheOperationSource() : null;
		Collection<CacheOperation> operations = source != null
				? source.getCacheOperations(call.method(), call.targetClass()) : null;
		return operations != null && operations.stream()
			.anyMatch((operation) -> operation instanceof CachePutOperation
					|| (operation instanceof CacheEvictOperation eviction && !eviction.isBeforeInvocation()));
	}

	private static Callable<@Nullable Object> reloader(MethodInvocation invocation) {
		MethodInvocation again = ((ProxyMethodInvocation) invocation).invocableClone();
		return () -> {
			try {
				return AsyncAnswers.await(ObjectUtils.unwrapOptional(again.proceed()));
			}
			catch (Exception | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new UndeclaredThrowableException(ex);
			}
		};
	}

	/**
	 * The call of the method itself, within the cache: it may run after a read that was
	 * answered later, on another thread. If the cache is changed when the answer is
	 * there, that is done by a thread of the cache's own, and not before Spring waits for
	 * it.
	 */
	private record Inner(MethodInvocation invocation, AnnotatedCall call, CacheInvocation cacheInvocation,
			TagEviction eviction, @Nullable CompletableFuture<?> ready) implements MethodInvocation {

		@Override
		public @Nullable Object proceed() throws Throwable {
			Object result = CacheInvocation.outside(this.invocation::proceed);
			Object evicted = this.eviction.afterReturning(this.call, result);
			return AsyncResults.on(this.cacheInvocation,
					this.ready != null ? AsyncResults.passOn(evicted, this.ready, this.eviction.executor()) : evicted);
		}

		@Override
		public Method getMethod() {
			return this.invocation.getMethod();
		}

		@Override
		public @Nullable Object[] getArguments() {
			return this.invocation.getArguments();
		}

		@Override
		public @Nullable Object getThis() {
			return this.invocation.getThis();
		}

		@Override
		public AccessibleObject getStaticPart() {
			return this.invocation.getStaticPart();
		}

	}

}
