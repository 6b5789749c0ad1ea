package io.github.dynamodbtoolkit.spring.dedupe;

import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.dynamodbtoolkit.dedupe.DedupeStore;
import io.github.dynamodbtoolkit.spring.dedupe.IdempotentExpressions.Call;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Runs a method as work of the dedupe store.
 */
final class IdempotentInterceptor implements MethodInterceptor {

	private final Map<AnnotatedElementKey, IdempotentMethod> methods = new ConcurrentHashMap<>();

	private final IdempotentExpressions expressions = new IdempotentExpressions();

	private final Supplier<DedupeStore> store;

	private final UnaryOperator<String> placeholders;

	IdempotentInterceptor(Supplier<DedupeStore> store, UnaryOperator<String> placeholders) {
		this.store = store;
		this.placeholders = placeholders;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = Objects.requireNonNull(invocation.getThis(), "A method of a bean has a target");
		Class<?> targetClass = AopUtils.getTargetClass(target);
		Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), targetClass);
		IdempotentMethod idempotent = this.methods.computeIfAbsent(new AnnotatedElementKey(method, targetClass),
				(key) -> read(method, targetClass));
		return run(idempotent, new Call(target, method, invocation.getArguments()), invocation);
	}

	private IdempotentMethod read(Method method, Class<?> targetClass) {
		Idempotent annotation = AnnotatedElementUtils.findMergedAnnotation(method, Idempotent.class);
		return IdempotentMethod.of(method, targetClass,
				Objects.requireNonNull(annotation, "The pointcut matches annotated methods only"), this.placeholders);
	}

	@SuppressWarnings("NullAway") // it does not read type arguments
	private @Nullable Object run(IdempotentMethod method, Call call, MethodInvocation invocation) throws Exception {
		String key = this.expressions.key(method.annotation().key(), call);
		Object payload = this.expressions.payload(method.annotation().payload(), call);
		return method.wrap(this.store.get()
			.in(method.scope())
			.<@Nullable Object, Exception>execute(key, method.options(payload),
					() -> method.unwrap(proceed(invocation))));
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
