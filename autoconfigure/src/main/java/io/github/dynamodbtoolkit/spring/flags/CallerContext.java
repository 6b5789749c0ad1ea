package io.github.dynamodbtoolkit.spring.flags;

import java.util.Map;
import java.util.function.Supplier;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import org.jspecify.annotations.Nullable;

/**
 * The caller, unless OpenFeature already knows for whom it evaluates.
 */
public final class CallerContext implements EvaluationContextSource {

	private static final EvaluationContext NOTHING_TO_ADD = new ImmutableContext();

	private static final EvaluationContext ANONYMOUS = new ImmutableContext("anonymous",
			Map.of("anonymous", new Value(true)));

	private final OpenFeatureAPI api;

	private final Client client;

	private final Supplier<@Nullable String> userName;

	/**
	 * Evaluates for the caller.
	 * @param api OpenFeature's API
	 * @param client the client that evaluates
	 * @param userName the caller's name, null if unknown
	 */
	public CallerContext(OpenFeatureAPI api, Client client, Supplier<@Nullable String> userName) {
		this.api = api;
		this.client = client;
		this.userName = userName;
	}

	@Override
	public EvaluationContext current() {
		if (hasKey(this.api.getTransactionContextPropagator().getTransactionContext())
				|| hasKey(this.client.getEvaluationContext()) || hasKey(this.api.getEvaluationContext())) {
			return NOTHING_TO_ADD;
		}
		String name = this.userName.get();
		return name != null && !name.isEmpty() ? new ImmutableContext(name) : ANONYMOUS;
	}

	private static boolean hasKey(@Nullable EvaluationContext context) {
		String key = context != null ? context.getTargetingKey() : null;
		return key != null && !key.isEmpty();
	}

}
