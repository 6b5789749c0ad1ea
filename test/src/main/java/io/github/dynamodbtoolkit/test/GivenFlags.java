package io.github.dynamodbtoolkit.test;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Some flags with values that are given, in front of the provider of all others. A text
 * is whatever type is asked for, if it can be read as one.
 * <p>
 * OpenFeature shuts a provider down for good that it has no use for any more. So that the
 * provider of the others goes on when these flags are gone, it is meanwhile kept in use
 * under a domain in which nobody evaluates.
 */
final class GivenFlags implements FeatureProvider {

	private final OpenFeatureAPI api;

	private final String domain;

	private final Map<String, String> flags;

	private final FeatureProvider others;

	private GivenFlags(OpenFeatureAPI api, String domain, Map<String, String> flags, FeatureProvider others) {
		this.api = api;
		this.domain = domain;
		this.flags = Map.copyOf(flags);
		this.others = others;
	}

	/**
	 * Gives flags.
	 * @param domain where they count, empty for OpenFeature's default
	 */
	static GivenFlags install(OpenFeatureAPI api, String domain, Map<String, String> flags) {
		FeatureProvider others = domain.isEmpty() ? api.getProvider() : api.getProvider(domain);
		GivenFlags given = new GivenFlags(api, domain, flags, others);
		api.setProvider(given.keptIn(), others);
		given.provide(given);
		return given;
	}

	/** Unless an application has brought another provider since. */
	void remove() {
		FeatureProvider present = this.domain.isEmpty() ? this.api.getProvider() : this.api.getProvider(this.domain);
		if (present == this) {
			provide(this.others);
		}
		this.api.setProvider(keptIn(), new NoOpProvider());
	}

	private void provide(FeatureProvider provider) {
		if (this.domain.isEmpty()) {
			this.api.setProviderAndWait(provider);
		}
		else {
			this.api.setProviderAndWait(this.domain, provider);
		}
	}

	private String keptIn() {
		return GivenFlags.class.getName() + "/" + this.domain;
	}

	@Override
	public Metadata getMetadata() {
		return () -> "Flags of a test";
	}

	@Override
	public List<Hook> getProviderHooks() {
		return this.others.getProviderHooks();
	}

	@Override
	public ProviderEvaluation<Boolean> getBooleanEvaluation(String key, Boolean defaultValue,
			EvaluationContext context) {
		return given(key, defaultValue, GivenFlags::truthValue,
				() -> this.others.getBooleanEvaluation(key, defaultValue, context));
	}

	private static Boolean truthValue(String text) {
		if (!text.equals("true") && !text.equals("false")) {
			throw new IllegalArgumentException("It is neither true nor false");
		}
		return Boolean.valueOf(text);
	}

	@Override
	public ProviderEvaluation<String> getStringEvaluation(String key, String defaultValue, EvaluationContext context) {
		return given(key, defaultValue, (text) -> text,
				() -> this.others.getStringEvaluation(key, defaultValue, context));
	}

	@Override
	public ProviderEvaluation<Integer> getIntegerEvaluation(String key, Integer defaultValue,
			EvaluationContext context) {
		return given(key, defaultValue, Integer::valueOf,
				() -> this.others.getIntegerEvaluation(key, defaultValue, context));
	}

	@Override
	public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double defaultValue, EvaluationContext context) {
		return given(key, defaultValue, Double::valueOf,
				() -> this.others.getDoubleEvaluation(key, defaultValue, context));
	}

	@Override
	public ProviderEvaluation<Long> getLongEvaluation(String key, Long defaultValue, EvaluationContext context) {
		return given(key, defaultValue, Long::valueOf, () -> this.others.getLongEvaluation(key, defaultValue, context));
	}

	@Override
	public ProviderEvaluation<Value> getObjectEvaluation(String key, Value defaultValue, EvaluationContext context) {
		return given(key, defaultValue, GivenFlags::json,
				() -> this.others.getObjectEvaluation(key, defaultValue, context));
	}

	private static Value json(String text) {
		try {
			return Value.objectToValue(JsonMapper.shared().readValue(text, Object.class));
		}
		catch (JacksonException ex) {
			return new Value(text);
		}
	}

	private <T> ProviderEvaluation<T> given(String key, T defaultValue, Function<String, T> type,
			Supplier<ProviderEvaluation<T>> other) {
		String text = this.flags.get(key);
		if (text == null) {
			return other.get();
		}
		try {
			return ProviderEvaluation.<T>builder().value(type.apply(text)).reason(Reason.STATIC.name()).build();
		}
		catch (IllegalArgumentException ex) {
			return ProviderEvaluation.<T>builder()
				.value(defaultValue)
				.reason(Reason.ERROR.name())
				.errorCode(ErrorCode.TYPE_MISMATCH)
				.errorMessage("@WithFlag: flag '" + key + "' is '" + text + "'. " + ex.getMessage())
				.build();
		}
	}

}
