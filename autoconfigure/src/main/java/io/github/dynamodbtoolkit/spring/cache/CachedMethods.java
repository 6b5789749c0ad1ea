package io.github.dynamodbtoolkit.spring.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;

import org.springframework.context.expression.AnnotatedElementKey;

/**
 * Methods with cache annotations, each of which is read once.
 */
final class CachedMethods {

	private final Map<AnnotatedElementKey, CachedMethod> known = new ConcurrentHashMap<>();

	CachedMethod of(AnnotatedCall call) {
		AnnotatedElementKey key = new AnnotatedElementKey(call.method(), call.targetClass());
		return this.known.computeIfAbsent(key, (absent) -> CachedMethod.of(call.method(), call.targetClass()));
	}

}
