package io.github.dynamodbtoolkit.spring.ratelimit;

import java.util.function.Supplier;

import io.github.dynamodbtoolkit.spring.annotation.AnnotatedMethods;
import io.github.dynamodbtoolkit.spring.annotation.AnnotationPostProcessor;

import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.env.Environment;

/**
 * Makes {@link RateLimited} methods of beans what they say, inside of all other advice.
 */
public final class RateLimitedPostProcessor extends AnnotationPostProcessor {

	/**
	 * Creates the post-processor.
	 * @param gate gives the gate; asked when a method is called
	 * @param environment tells how to make proxies
	 */
	public RateLimitedPostProcessor(Supplier<RateLimitGate> gate, Environment environment) {
		this(gate, new AnnotatedMethods<>(RateLimited.class, RateLimitedMethod::of), environment);
	}

	private RateLimitedPostProcessor(Supplier<RateLimitGate> gate,
			AnnotatedMethods<RateLimited, RateLimitedMethod> methods, Environment environment) {
		super(new AnnotationMatchingPointcut(null, RateLimited.class, true), new RateLimitedInterceptor(gate, methods),
				methods::in, environment);
	}

}
