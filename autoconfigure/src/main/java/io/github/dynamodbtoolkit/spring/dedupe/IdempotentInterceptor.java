package io.github.dynamodbtoolkit.spring.dedupe;

import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.dynamodbtoolkit.dedupe.DedupeOptions;
import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.dedupe.Work;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import io.github.dynamodbtoolkit.spring.annotation.AsyncAnswers;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Runs a method as work of the dedupe store.
 */
final class IdempotentInterceptor implements MethodInterceptor {

	private final Map<AnnotatedElementKey, IdempotentMethod> methods = new ConcurrentHashMap<>();

	private final AnnotationExpressions expressions = new AnnotationExpressions();

	private final Supplier<DedupeStore> store;

	private final UnaryOperator<String> placeholders;

	private final Supplier<Executor> executor;

	IdempotentInterceptor(Supplier<DedupeStore> store, UnaryOperator<String> placeholders,
			Supplier<Executor> executor) {
		this.store = store;
		this.placeholders = placeholders;
		this.executor = executor;
	}

	@Override
	@SuppressWarnings("NullAway") // it does not read type arguments
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		AnnotatedCall call = AnnotatedCall.of(invocation);
		IdempotentMethod method = this.methods.computeIfAbsent(
				new AnnotatedElementKey(call.method(), call.targetClass()),
				(key) -> read(call.method(), call.targetClass()));
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

	private IdempotentMethod read(Method method, Class<?> targetClass) {
		Idempotent annotation = AnnotatedElementUtils.findMergedAnnotation(method, Idempotent.class);
		return IdempotentMethod.of(method, targetClass,
				Objects.requireNonNull(annotation, "The pointcut matches annotated methods only"), this.placeholders);
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
