package io.github.dynamodbtoolkit.spring.ratelimit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.context.expression.AnnotatedElementKey;

/**
 * Takes permits before a method is called.
 */
final class RateLimitedInterceptor implements MethodInterceptor {

	private final Map<AnnotatedElementKey, RateLimitedMethod> methods = new ConcurrentHashMap<>();

	private final AnnotationExpressions expressions = new AnnotationExpressions();

	private final Supplier<RateLimitGate> gate;

	RateLimitedInterceptor(Supplier<RateLimitGate> gate) {
		this.gate = gate;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		AnnotatedCall call = AnnotatedCall.of(invocation);
		RateLimitedMethod method = this.methods.computeIfAbsent(
				new AnnotatedElementKey(call.method(), call.targetClass()),
				(key) -> RateLimitedMethod.of(call.method(), call.targetClass()));
		RateLimitRequest request = method.request(call, this.expressions);
		try {
			this.gate.get().pass(request);
		}
		catch (RateLimitExceededException ex) {
			return method.insteadOf(call, ex);
		}
		return invocation.proceed();
	}

}
