package io.github.dynamodbtoolkit.ratelimit;

import java.util.Map;

import io.github.dynamodbtoolkit.ratelimit.AdaptiveSettings.Activity;
import org.jspecify.annotations.Nullable;

/**
 * How a limit is shared between users and background work: whole numbers whose sum never
 * exceeds the limit. Pure. The strategies are those of http-client-toolkit's adaptive
 * capacity calculator.
 *
 * @param limit the limit that is shared
 * @param user the users' share, 0 if the whole limit holds them
 * @param background the share of background work, 0 while it is paused
 * @param at when this was worked out, epoch milliseconds
 * @param lastUserAt when a user request was last known of, epoch milliseconds, 0 if never
 * @param backgroundSeen 1 if background work was ever known of, else 0
 * @param idle 1 if users have been quiet for so long that nothing is kept for them, else
 * 0
 */
record Shares(long limit, long user, long background, long at, long lastUserAt, long backgroundSeen, long idle) {

	/** Due at once. */
	static final Shares NONE = new Shares(-1, 0, 0, 0, 0, 0, 0);

	/** Works the shares out anew. */
	static Shares of(AdaptiveSettings settings, long limit, UserActivity users, long now, long lastUserAt,
			boolean backgroundSeen) {
		long recent = users.recent(now);
		boolean idle = recent == 0 && lastUserAt > 0 && now - lastUserAt > settings.activity().idleAfter().toMillis();
		long user = idle ? 0 : Math.min(limit, userShare(settings, limit, users, now, lastUserAt, backgroundSeen));
		boolean paused = recent >= settings.activity().high() && settings.pauseBackground()
				&& users.trend(now) == UserActivity.Trend.INCREASING;
		return new Shares(limit, user, paused ? 0 : limit - user, now, lastUserAt, backgroundSeen ? 1 : 0,
				idle ? 1 : 0);
	}

	private static long userShare(AdaptiveSettings settings, long limit, UserActivity users, long now, long lastUserAt,
			boolean backgroundSeen) {
		Activity thresholds = settings.activity();
		long recent = users.recent(now);
		if (recent >= thresholds.high()) {
			return Math.min(part(limit, 0.9), part(limit, 0.5 * settings.maxUserScaling()));
		}
		if (recent >= thresholds.moderate()) {
			return Math.min(part(limit, 0.7), part(part(limit, 0.4), multiplier(settings, users, now)));
		}
		boolean quiet = recent == 0 && (lastUserAt > 0 || backgroundSeen);
		return quiet ? settings.minUserReserve() : Math.max(part(limit, 0.3), settings.minUserReserve());
	}

	private static double multiplier(AdaptiveSettings settings, UserActivity users, long now) {
		double base = Math.min(settings.maxUserScaling(), 1 + users.recent(now) / (double) settings.activity().high());
		double factor = switch (users.trend(now)) {
			case INCREASING -> 1.2;
			case DECREASING -> 0.8;
			case STEADY -> 1;
		};
		return Math.max(1, base * factor);
	}

	/** Rounded down, but not for the error of a binary fraction: 0.7 of 10 is 7. */
	private static long part(long of, double share) {
		return (long) Math.floor(of * share + 1e-9);
	}

	boolean isDue(AdaptiveSettings settings, long currentLimit, long now) {
		long interval = settings.activity().recalculateEvery().toMillis();
		return this.limit != currentLimit || now - this.at >= interval || this.at > now + interval;
	}

	Map<String, Long> toNumbers() {
		return Map.of("limit", this.limit, "user", this.user, "background", this.background, "at", this.at,
				"lastUserAt", this.lastUserAt, "backgroundSeen", this.backgroundSeen, "idle", this.idle);
	}

	/** Null if they are not shares of this limit or less. */
	static @Nullable Shares read(@Nullable Map<String, Long> numbers) {
		if (numbers == null) {
			return null;
		}
		Shares shares = new Shares(number(numbers, "limit"), number(numbers, "user"), number(numbers, "background"),
				number(numbers, "at"), number(numbers, "lastUserAt"), number(numbers, "backgroundSeen"),
				number(numbers, "idle"));
		boolean sound = numbers.size() == 7 && shares.limit >= 0 && shares.user >= 0 && shares.background >= 0
				&& shares.user <= shares.limit && shares.background <= shares.limit - shares.user;
		return sound ? shares : null;
	}

	private static long number(Map<String, Long> numbers, String name) {
		return numbers.getOrDefault(name, -1L);
	}

}
