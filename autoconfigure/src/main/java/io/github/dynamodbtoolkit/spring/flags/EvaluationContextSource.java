package io.github.dynamodbtoolkit.spring.flags;

import dev.openfeature.sdk.EvaluationContext;

/**
 * Tells for whom flags are evaluated that guard methods ({@link FeatureFlag}). A bean of
 * this type replaces the default: the context that OpenFeature has anyway (that of the
 * transaction, the client or the API), if it has a targeting key; else the user of the
 * current request, by name; else a context {@code anonymous}, the same for all.
 */
@FunctionalInterface
public interface EvaluationContextSource {

	/**
	 * For whom the current call is. Asked at each call, on its thread.
	 * @return the context; what it says counts more than what OpenFeature's own contexts
	 * say
	 */
	EvaluationContext current();

}
