package io.github.dynamodbtoolkit.spring.ratelimit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.dynamodbtoolkit.ratelimit.RateLimit;
import io.github.dynamodbtoolkit.ratelimit.RateLimitDecision;
import org.jspecify.annotations.Nullable;

/**
 * Tells an HTTP client about its limits, by the fields of <a href=
 * "https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
 * header fields for HTTP</a>, and of a refusal by {@code Retry-After}:
 *
 * <pre>{@code
 * RateLimit-Policy: "api-1s";q=10;w=1, "api-3600s";q=1000;w=3600
 * RateLimit: "api-3600s";r=0;t=360
 * Retry-After: 360
 * }</pre>
 *
 * {@code RateLimit} is about the one limit that is nearest to its end, as the decision
 * is. All times are whole seconds, rounded up.
 */
public final class RateLimitFields {

	/**
	 * The field with all limits.
	 */
	public static final String POLICY = "RateLimit-Policy";

	/**
	 * The field with what is left of the limit that is nearest to its end.
	 */
	public static final String LIMIT = "RateLimit";

	/**
	 * The field with the time after which to try again.
	 */
	public static final String RETRY_AFTER = "Retry-After";

	private RateLimitFields() {
	}

	/**
	 * Writes the fields of an answer.
	 * @param name what clients know the limits by, such as the resource
	 * @param limits the limits in force; none for a cooldown, which has
	 * {@code Retry-After} only
	 * @param decision what was decided for the request
	 * @return values by field name, {@code Retry-After} among them if it was refused
	 */
	public static Map<String, String> of(String name, List<RateLimit> limits, RateLimitDecision decision) {
		Map<String, String> fields = new LinkedHashMap<>();
		if (!limits.isEmpty()) {
			fields.put(POLICY,
					limits.stream().map((limit) -> policy(name, limit, limits)).collect(Collectors.joining(", ")));
		}
		RateLimit decisive = decisive(limits, decision);
		if (decisive != null) {
			fields.put(LIMIT, policyName(name, decisive, limits) + ";r=" + decision.remaining() + reset(decision));
		}
		if (!decision.allowed()) {
			fields.put(RETRY_AFTER, String.valueOf(seconds(decision)));
		}
		return fields;
	}

	/** After how many whole seconds to try again: at least 1. */
	static long seconds(RateLimitDecision decision) {
		return Math.max(1, roundedUp(decision.retryAfter()));
	}

	private static String policy(String name, RateLimit limit, List<RateLimit> limits) {
		return policyName(name, limit, limits) + ";q=" + limit.limit() + ";w=" + roundedUp(limit.window());
	}

	/** Several limits are told apart by their windows, or else by their order. */
	private static String policyName(String name, RateLimit limit, List<RateLimit> limits) {
		if (limits.size() == 1) {
			return quoted(name);
		}
		long alike = limits.stream().filter((other) -> roundedUp(other.window()) == roundedUp(limit.window())).count();
		String window = "-" + roundedUp(limit.window()) + "s";
		return quoted(name + window + (alike > 1 ? "-" + (limits.indexOf(limit) + 1) : ""));
	}

	/**
	 * Of several with that number of permits it is the one with the longest window, of
	 * which there are never more left. None is it if DynamoDB gave no answer, and an
	 * instance decided by its part of several limits.
	 */
	private static @Nullable RateLimit decisive(List<RateLimit> limits, RateLimitDecision decision) {
		return limits.stream()
			.filter((limit) -> limits.size() == 1 || limit.limit() == decision.limit())
			.max(Comparator.comparing(RateLimit::window))
			.orElse(null);
	}

	/**
	 * When there is more again: of a refusal when there is as much as was asked, which is
	 * what {@code Retry-After} says; else when all is.
	 */
	private static String reset(RateLimitDecision decision) {
		long seconds = decision.allowed() ? roundedUp(decision.reset()) : seconds(decision);
		return seconds > 0 ? ";t=" + seconds : "";
	}

	private static long roundedUp(Duration duration) {
		return duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
	}

	/** A string of structured fields: printable ASCII, in which two are escaped. */
	private static String quoted(String name) {
		StringBuilder quoted = new StringBuilder("\"");
		for (byte unit : name.getBytes(StandardCharsets.UTF_8)) {
			if (unit < ' ' || unit > '~') {
				quoted.append(String.format("%%%02X", unit));
			}
			else {
				quoted.append(unit == '"' || unit == '\\' ? "\\" : "").append((char) unit);
			}
		}
		return quoted.append('"').toString();
	}

}
