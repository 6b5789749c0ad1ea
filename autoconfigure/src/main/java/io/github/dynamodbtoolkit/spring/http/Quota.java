package io.github.dynamodbtoolkit.spring.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.github.dynamodbtoolkit.spring.http.StructuredList.Member;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * What a server says is left of one of its limits.
 *
 * @param remaining how many calls are left
 * @param reset how long until there are more
 */
record Quota(long remaining, Duration reset) {

	private static final Comparator<Quota> STRICTEST_FIRST = Comparator.comparingLong(Quota::remaining)
		.thenComparing(Quota::reset, Comparator.reverseOrder());

	private static final String FIELD = "RateLimit";

	private static final String POLICY = "RateLimit-Policy";

	private static final List<String> PREFIXES = List.of("RateLimit-", "X-RateLimit-", "Rate-Limit-");

	/** As seconds since 1970 it is after 2001, as seconds from now after 31 years. */
	private static final long FIRST_EPOCH_SECOND = 1_000_000_000L;

	/** As milliseconds since 1970 it is after 1973, as seconds after 5138. */
	private static final long FIRST_EPOCH_MILLI = 100_000_000_000L;

	/**
	 * Finds the one that holds most, whatever fields it is written in.
	 * @param refused whether nothing is left where the server only says until when
	 * @return null if there is none that can be read
	 */
	static @Nullable Quota strictest(HttpHeaders headers, DelayHeaders names, Instant now, boolean refused) {
		List<Quota> all = new ArrayList<>(fromField(headers));
		PREFIXES.forEach((prefix) -> add(all, pair(headers, prefix + "Remaining", prefix + "Reset", now, refused)));
		add(all, pair(headers, names.remaining(), names.reset(), now, refused));
		return all.stream().min(STRICTEST_FIRST).orElse(null);
	}

	private static void add(List<Quota> all, @Nullable Quota quota) {
		if (quota != null) {
			all.add(quota);
		}
	}

	/**
	 * A field of its own for each number; of several numbers the fewest calls and the
	 * longest time.
	 */
	private static @Nullable Quota pair(HttpHeaders headers, @Nullable String remainingName, @Nullable String resetName,
			Instant now, boolean refused) {
		Long reset = extreme(headers, resetName, Numbers::natural, Comparator.<Long>reverseOrder());
		Long remaining = extreme(headers, remainingName, Numbers::integer, Comparator.<Long>naturalOrder());
		if (reset == null || (remaining == null && !refused)) {
			return null;
		}
		return new Quota(remaining != null ? remaining : 0, untilReset(reset, now));
	}

	private static @Nullable Long extreme(HttpHeaders headers, @Nullable String name,
			Function<String, @Nullable Long> parser, Comparator<Long> first) {
		return name == null ? null
				: headers.getOrEmpty(name).stream().map(parser).filter(Objects::nonNull).min(first).orElse(null);
	}

	private static Duration untilReset(long value, Instant now) {
		if (value < FIRST_EPOCH_SECOND) {
			return Duration.ofSeconds(value);
		}
		Duration left = Duration.between(now,
				value < FIRST_EPOCH_MILLI ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value));
		return left.isNegative() ? Duration.ZERO : left;
	}

	/**
	 * The newest draft's list of quotas, or one of an older draft that is a dictionary.
	 */
	private static List<Quota> fromField(HttpHeaders headers) {
		List<Member> members = StructuredList.parse(String.join(",", headers.getOrEmpty(FIELD)));
		Map<String, Long> windows = new HashMap<>();
		StructuredList.parse(String.join(",", headers.getOrEmpty(POLICY)))
			.forEach((policy) -> windows.put(policy.name(), policy.parameters().get("w")));
		List<Quota> quotas = new ArrayList<>();
		members.forEach((member) -> add(quotas, quota(member.parameters().get("r"),
				member.parameters().getOrDefault("t", windows.get(member.name())))));
		add(quotas, quota(value(members, "remaining"), value(members, "reset")));
		return quotas;
	}

	private static @Nullable Long value(List<Member> members, String name) {
		return members.stream()
			.filter((member) -> member.name().equals(name))
			.map(Member::value)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Quota quota(@Nullable Long remaining, @Nullable Long seconds) {
		return remaining == null || remaining < 0 || seconds == null || seconds < 0 ? null
				: new Quota(remaining, Duration.ofSeconds(seconds));
	}

}
