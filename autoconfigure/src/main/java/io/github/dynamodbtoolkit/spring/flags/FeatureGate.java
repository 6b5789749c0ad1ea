package io.github.dynamodbtoolkit.spring.flags;

import dev.openfeature.sdk.Client;

/**
 * Evaluates flags that guard methods.
 */
public final class FeatureGate {

	private final Client client;

	private final EvaluationContextSource context;

	/**
	 * Evaluates through a client.
	 * @param client OpenFeature's client
	 * @param context tells for whom
	 */
	public FeatureGate(Client client, EvaluationContextSource context) {
		this.client = client;
		this.context = context;
	}

	/**
	 * Tells whether a flag is on for the current call. Costs no request.
	 * @param key the flag's key
	 * @return whether it is; false if it cannot be evaluated
	 */
	public boolean isOn(String key) {
		return this.client.getBooleanValue(key, false, this.context.current());
	}

}
