package io.github.dynamodbtoolkit.spring.cache;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Does what {@link EvictTags} asks for.
 */
final class TagEviction {

	private final TagExpressions expressions;

	private final Supplier<CacheStore> store;

	private final Supplier<Executor> executor;

	/**
	 * Creates it.
	 * @param store gives the store when the first tag is to be invalidated: proxies are
	 * made before most beans
	 * @param executor gives, as late, what invalidates tags when a method answers later
	 */
	TagEviction(TagExpressions expressions, Supplier<CacheStore> store, Supplier<Executor> executor) {
		this.expressions = expressions;
		this.store = store;
		this.executor = executor;
	}

	/**
	 * Invalidates the tags that the method names, if it names any, when its answer is
	 * there.
	 * @return the method's result, or what stands for it
	 */
	@Nullable Object afterReturning(AnnotatedCall call, @Nullable Object result) {
		EvictTags annotation = AnnotatedElementUtils.findMergedAnnotation(call.method(), EvictTags.class);
		if (annotation == null) {
			return result;
		}
		return AsyncResults.onSuccess(result, (value) -> {
			Set<String> tags = this.expressions.beforeCall(annotation.value(), call);
			tags.addAll(this.expressions.fromResult(annotation.value(), call, value));
			this.store.get().invalidateTags(tags);
		}, this.executor);
	}

}
