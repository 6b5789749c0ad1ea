package io.github.dynamodbtoolkit.spring.metrics;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts evaluations as {@code dynamodb.toolkit.flag.evaluations}, with the tags
 * {@code flag}, {@code variant} and {@code reason}. Flags after the first hundred, and
 * those that do not exist, share the flag {@code _other}: keys may come from requests.
 * Who is evaluated for is never in a tag. An evaluation costs a look-up in a map.
 */
public final class FlagEvaluationCounters implements Hook<Object> {

	private static final int MOST_FLAGS = 100;

	private static final int MOST_COUNTERS = 1000;

	private static final String OTHER = "_other";

	private static final String NONE = "none";

	private final Supplier<MeterRegistry> registry;

	private final Map<Id, Counter> counters = new ConcurrentHashMap<>();

	private final Set<String> flags = ConcurrentHashMap.newKeySet();

	private record Id(String flag, String variant, String reason) {
	}

	/**
	 * Counts in a registry.
	 * @param registry where the counters are registered; asked at the first evaluation
	 */
	public FlagEvaluationCounters(Supplier<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public void finallyAfter(@Nullable HookContext<Object> context, FlagEvaluationDetails<Object> details,
			@Nullable Map<String, Object> hints) {
		boolean exists = details.getErrorCode() != ErrorCode.FLAG_NOT_FOUND;
		Id id = new Id(exists ? details.getFlagKey() : OTHER, Objects.requireNonNullElse(details.getVariant(), NONE),
				Objects.requireNonNullElse(details.getReason(), NONE));
		Counter present = this.counters.get(id);
		(present != null ? present : this.counters.computeIfAbsent(bounded(id), this::register)).increment();
	}

	private Id bounded(Id id) {
		boolean known = this.flags.contains(id.flag()) || this.flags.size() < MOST_FLAGS && this.flags.add(id.flag());
		return known && this.counters.size() < MOST_COUNTERS ? id : new Id(OTHER, NONE, id.reason());
	}

	private Counter register(Id id) {
		return Counter.builder("dynamodb.toolkit.flag.evaluations")
			.description("Evaluations of flags")
			.tag("flag", id.flag())
			.tag("variant", id.variant())
			.tag("reason", id.reason())
			.register(this.registry.get());
	}

}
