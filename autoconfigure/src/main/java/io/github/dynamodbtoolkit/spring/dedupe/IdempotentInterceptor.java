package io.github.dynamodbtoolkit.spring.dedupe;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.dedupe.DedupeOptions;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.dedupe.Work;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedMethods;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import io.github.dynamodbtoolkit.spring.annotation.AsyncAnswers;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * Runs a method as work of the dedupe store.
 */
final class IdempotentInterceptor implements MethodInterceptor {

	private final Supplier<DedupeStore> store;

	private final Supplier<Executor> executor;

	private final AnnotatedMethods<Idempotent, IdempotentMethod> methods;

	private final AnnotationExpressions expressions;

	IdempotentInterceptor(Supplier<DedupeStore> store, Supplier<Executor> executor,
			AnnotatedMethods<Idempotent, IdempotentMethod> methods, AnnotationExpressions expressions) {
		this.store = store;
		this.executor = executor;
		this.methods = methods;
		this.expressions = expressions;
	}

	@Override
	@SuppressWarnings("NullAway") // it does not read type arguments
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		AnnotatedCall call = AnnotatedCall.of(invocation);
		IdempotentMethod method = this.methods.of(call);
		String key = this.expressions.key(method.annotation().key(), call, "Idempotent");
		String payloadText = method.annotation().payload();
		DedupeOptions options = method
			.options(payloadText.isEmpty() ? null : this.expressions.evaluate(payloadText, call));
		if (!method.answersLater()) {
			return method.wrap(once(method, key, options, () -> method.unwrap(proceed(invocation))));
		}
		return AsyncAnswers.later(method.returned(), this.executor.get(),
				(waiting) -> once(method, key, options, () -> waiting.await(proceed(again(invocation)))));
	}

	/** Each subscriber's call goes through all advice that is further inside. */
	private static MethodInvocation again(MethodInvocation invocation) {
		return ((ProxyMethodInvocation) invocation).invocableClone();
	}

	@SuppressWarnings("NullAway") // it does not read type arguments
	private @Nullable Object once(IdempotentMethod method, String key, DedupeOptions options,
			Work<@Nullable Object, Exception> work) throws Exception {
		return this.store.get().in(method.scope()).<@Nullable Object, Exception>execute(key, options, work);
	}

	private static @Nullable Object proceed(MethodInvocation invocation) throws Exception {
		try {
			return invocation.proceed();
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

}
