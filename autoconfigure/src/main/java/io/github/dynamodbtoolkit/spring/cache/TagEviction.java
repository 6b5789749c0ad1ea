package io.github.dynamodbtoolkit.spring.cache;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.github.dynamodbtoolkit.cache.CacheStore;
import io.github.dynamodbtoolkit.spring.annotation.AnnotatedCall;
import org.jspecify.annotations.Nullable;

/**
 * Does what {@link EvictTags} asks for.
 */
final class TagEviction {

	private final CachedMethods methods;

	private final TagExpressions expressions;

	private final Supplier<CacheStore> store;

	private final Supplier<Executor> executor;

	/**
	 * Creates it.
	 * @param store gives the store when the first tag is to be invalidated: proxies are
	 * made before most beans
	 * @param executor gives, as late, what invalidates tags when a method answers later
	 */
	TagEviction(CachedMethods methods, TagExpressions expressions, Supplier<CacheStore> store,
			Supplier<Executor> executor) {
		this.methods = methods;
		this.expressions = expressions;
		this.store = store;
		this.executor = executor;
	}

	/** Does what is to be done when methods have answered that answer later. */
	Supplier<Executor> executor() {
		return this.executor;
	}

	/**
	 * Invalidates the tags that the method names, if it names any, when its answer is
	 * there.
	 * @return the method's result, or what stands for it
	 */
	@Nullable Object afterReturning(AnnotatedCall call, @Nullable Object result) {
		String[] texts = this.methods.of(call).evictedTags();
		if (texts.length == 0) {
			return result;
		}
		return AsyncResults.onSuccess(result, (value) -> {
			Set<String> tags = this.expressions.beforeCall(texts, call);
			tags.addAll(this.expressions.fromResult(texts, call, value));
			this.store.get().invalidateTags(tags);
		}, this.executor);
	}

}
