package io.github.dynamodbtoolkit.spring.ratelimit;

import java.util.function.Supplier;

import io.github.dynamodbtoolkit.ratelimit.RateLimitRequest;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedMethods;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationExpressions;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Takes permits before a method is called.
 */
final class RateLimitedInterceptor implements MethodInterceptor {

	private final Supplier<RateLimitGate> gate;

	private final AnnotatedMethods<RateLimited, RateLimitedMethod> methods;

	private final AnnotationExpressions expressions;

	RateLimitedInterceptor(Supplier<RateLimitGate> gate, AnnotatedMethods<RateLimited, RateLimitedMethod> methods,
			AnnotationExpressions expressions) {
		this.gate = gate;
		this.methods = methods;
		this.expressions = expressions;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		AnnotatedCall call = AnnotatedCall.of(invocation);
		RateLimitedMethod method = this.methods.of(call);
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
