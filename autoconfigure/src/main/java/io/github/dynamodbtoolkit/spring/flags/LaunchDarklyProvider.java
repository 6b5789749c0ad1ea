package io.github.dynamodbtoolkit.spring.flags;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import com.launchdarkly.sdk.EvaluationDetail;
import com.launchdarkly.sdk.EvaluationReason;
import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.LDValue;
import com.launchdarkly.sdk.LDValueType;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.ErrorKind;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.State;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.Status;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.StatusListener;
import com.launchdarkly.sdk.server.interfaces.FlagChangeEvent;
import com.launchdarkly.sdk.server.interfaces.FlagChangeListener;
import com.launchdarkly.sdk.server.interfaces.LDClientInterface;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.ProviderNotReadyError;
import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;
import org.jspecify.annotations.Nullable;

/**
 * OpenFeature's provider over LaunchDarkly's client, which evaluates in memory. It is
 * ready once the client has flags, stale while they cannot be read anew, and tells of
 * changed flags. Shutting it down does not close the client.
 */
public final class LaunchDarklyProvider extends EventProvider {

	private final LDClientInterface client;

	private final ToolkitMetrics metrics;

	private final List<Hook> hooks;

	private final FlagChangeListener changes = this::flagChanged;

	private final StatusListener statuses = this::statusChanged;

	private final AtomicBoolean listening = new AtomicBoolean();

	private final AtomicReference<State> told = new AtomicReference<>(State.INITIALIZING);

	/**
	 * Makes a provider.
	 * @param client evaluates the flags; not closed here
	 */
	public LaunchDarklyProvider(LDClientInterface client) {
		this(client, ToolkitMetrics.NONE, List.of());
	}

	/**
	 * Makes a provider.
	 * @param client evaluates the flags; not closed here
	 * @param metrics hears of changed flags, and of the provider's own state
	 * @param hooks take part in every evaluation
	 */
	public LaunchDarklyProvider(LDClientInterface client, ToolkitMetrics metrics, Collection<? extends Hook<?>> hooks) {
		this.client = client;
		this.metrics = metrics;
		this.hooks = List.copyOf(hooks);
	}

	@Override
	public List<Hook> getProviderHooks() {
		return this.hooks;
	}

	@Override
	public Metadata getMetadata() {
		return () -> "DynamoDB Toolkit";
	}

	/**
	 * Listens to the client, once however often this is called. A client without flags is
	 * not an error for good: the provider becomes ready when it has them. That nobody has
	 * written any yet is no error at all.
	 * @throws ProviderNotReadyError if the client has no flags, though there may be some
	 */
	@Override
	public void initialize(EvaluationContext context) {
		Status status = this.client.getDataSourceStatusProvider().getStatus();
		if (this.listening.compareAndSet(false, true)) {
			this.told.set(status.getState());
			this.client.getFlagTracker().addFlagChangeListener(this.changes);
			this.client.getDataSourceStatusProvider().addStatusListener(this.statuses);
		}
		if (!this.client.isInitialized() && !hasNobodyWrittenFlags(status)) {
			throw new ProviderNotReadyError("There are no flags yet; they could not be read");
		}
	}

	private static boolean hasNobodyWrittenFlags(Status status) {
		return status.getLastError() != null && status.getLastError().getKind() == ErrorKind.STORE_ERROR;
	}

	@Override
	public void shutdown() {
		if (this.listening.compareAndSet(true, false)) {
			this.client.getFlagTracker().removeFlagChangeListener(this.changes);
			this.client.getDataSourceStatusProvider().removeStatusListener(this.statuses);
		}
		super.shutdown();
	}

	private void flagChanged(FlagChangeEvent event) {
		this.metrics.flagEvent(FlagEvent.CHANGED);
		emitProviderConfigurationChanged(ProviderEventDetails.builder().flagsChanged(List.of(event.getKey())).build());
	}

	/** Each failed poll is told of; only the first is news. */
	private void statusChanged(Status status) {
		State state = status.getState();
		if (this.told.getAndSet(state) == state) {
			return;
		}
		ProviderEventDetails details = ProviderEventDetails.builder()
			.message(String.valueOf(status.getLastError()))
			.build();
		switch (state) {
			case VALID -> {
				this.metrics.flagEvent(FlagEvent.READY);
				emitProviderReady(ProviderEventDetails.builder().build());
			}
			case INTERRUPTED -> {
				this.metrics.flagEvent(FlagEvent.STALE);
				emitProviderStale(details);
			}
			case OFF -> {
				this.metrics.flagEvent(FlagEvent.FAILED);
				emitProviderError(details);
			}
			case INITIALIZING -> {
				// nothing has been read yet, and so nothing is stale
			}
		}
	}

	@Override
	public ProviderEvaluation<Boolean> getBooleanEvaluation(String key, Boolean defaultValue,
			EvaluationContext context) {
		return evaluate(key, defaultValue, context, LDValueType.BOOLEAN, LDValue::booleanValue);
	}

	@Override
	public ProviderEvaluation<String> getStringEvaluation(String key, String defaultValue, EvaluationContext context) {
		return evaluate(key, defaultValue, context, LDValueType.STRING, LDValue::stringValue);
	}

	@Override
	public ProviderEvaluation<Integer> getIntegerEvaluation(String key, Integer defaultValue,
			EvaluationContext context) {
		return evaluate(key, defaultValue, context, LDValueType.NUMBER, LDValue::intValue);
	}

	@Override
	public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double defaultValue, EvaluationContext context) {
		return evaluate(key, defaultValue, context, LDValueType.NUMBER, LDValue::doubleValue);
	}

	@Override
	public ProviderEvaluation<Long> getLongEvaluation(String key, Long defaultValue, EvaluationContext context) {
		return evaluate(key, defaultValue, context, LDValueType.NUMBER, LDValue::longValue);
	}

	@Override
	public ProviderEvaluation<Value> getObjectEvaluation(String key, Value defaultValue, EvaluationContext context) {
		return evaluate(key, defaultValue, context, null, Values::toOpenFeature);
	}

	private <T> ProviderEvaluation<T> evaluate(String key, T defaultValue, EvaluationContext context,
			@Nullable LDValueType type, Function<LDValue, T> conversion) {
		LDContext target = Values.toLaunchDarkly(context);
		if (target == null) {
			return failed(defaultValue, ErrorCode.TARGETING_KEY_MISSING,
					"Give the evaluation context a targeting key: LaunchDarkly evaluates for somebody");
		}
		if (!target.isValid()) {
			return failed(defaultValue, ErrorCode.INVALID_CONTEXT, target.getError());
		}
		if (hasNoFlags()) {
			return failed(defaultValue, ErrorCode.PROVIDER_NOT_READY, "There are no flags yet");
		}
		EvaluationDetail<LDValue> detail = this.client.jsonValueVariationDetail(key, target, LDValue.ofNull());
		EvaluationReason reason = detail.getReason();
		if (reason.getKind() == EvaluationReason.Kind.ERROR) {
			return failed(defaultValue, errorCode(reason.getErrorKind()), reason.toString());
		}
		if (detail.isDefaultValue() || detail.getValue().isNull()) {
			return ProviderEvaluation.<T>builder().value(defaultValue).reason(reason(reason).name()).build();
		}
		if (type != null && detail.getValue().getType() != type) {
			return failed(defaultValue, ErrorCode.TYPE_MISMATCH,
					"Flag '" + key + "' is of type " + detail.getValue().getType());
		}
		return ProviderEvaluation.<T>builder()
			.value(conversion.apply(detail.getValue()))
			.variant(Integer.toString(detail.getVariationIndex()))
			.reason(reason(reason).name())
			.build();
	}

	/**
	 * The client need not be asked then, and would warn at each evaluation. A client with
	 * a store that outlives it may have flags without being initialized.
	 */
	private boolean hasNoFlags() {
		return !this.client.isInitialized() && !this.client.getDataStoreStatusProvider().isStatusMonitoringEnabled();
	}

	private static <T> ProviderEvaluation<T> failed(T defaultValue, ErrorCode code, String message) {
		return ProviderEvaluation.<T>builder()
			.value(defaultValue)
			.reason(Reason.ERROR.name())
			.errorCode(code)
			.errorMessage(message)
			.build();
	}

	private static Reason reason(EvaluationReason reason) {
		return switch (reason.getKind()) {
			case OFF -> Reason.DISABLED;
			case TARGET_MATCH, RULE_MATCH -> Reason.TARGETING_MATCH;
			case FALLTHROUGH, PREREQUISITE_FAILED -> Reason.DEFAULT;
			case ERROR -> Reason.ERROR;
		};
	}

	private static ErrorCode errorCode(EvaluationReason.ErrorKind kind) {
		return switch (kind) {
			case CLIENT_NOT_READY -> ErrorCode.PROVIDER_NOT_READY;
			case FLAG_NOT_FOUND -> ErrorCode.FLAG_NOT_FOUND;
			case MALFORMED_FLAG -> ErrorCode.PARSE_ERROR;
			case USER_NOT_SPECIFIED -> ErrorCode.TARGETING_KEY_MISSING;
			case WRONG_TYPE -> ErrorCode.TYPE_MISMATCH;
			case EXCEPTION -> ErrorCode.GENERAL;
		};
	}

}
