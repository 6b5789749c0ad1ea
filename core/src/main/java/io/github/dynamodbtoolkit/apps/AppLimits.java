package io.github.dynamodbtoolkit.apps;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The limits of one app. Where it has none of its own, the server's hold, and where the
 * server has none either, soketi's defaults.
 *
 * @param own what the app's item says
 * @param serverLevel what holds for all apps that say nothing
 */
public record AppLimits(Map<AppLimit, BigDecimal> own, Map<AppLimit, BigDecimal> serverLevel) {

	public AppLimits {
		own = Map.copyOf(own);
		serverLevel = Map.copyOf(serverLevel);
		own.forEach(AppLimit::require);
		serverLevel.forEach(AppLimit::require);
	}

	/**
	 * No limits of its own, and soketi's defaults.
	 * @return the limits
	 */
	public static AppLimits none() {
		return new AppLimits(Map.of(), Map.of());
	}

	/**
	 * The limit that holds.
	 * @param limit in what
	 * @return the value, -1 for no limit
	 */
	public BigDecimal get(AppLimit limit) {
		BigDecimal value = this.own.get(limit);
		return value != null ? value
				: Objects.requireNonNull(this.serverLevel.getOrDefault(limit, limit.defaultValue()));
	}

	/**
	 * Tells whether there is no limit.
	 * @param limit in what
	 * @return whether anything is permitted
	 */
	public boolean isUnlimited(AppLimit limit) {
		return get(limit).signum() < 0;
	}

	/**
	 * These limits with another one of the app's own.
	 * @param limit in what
	 * @param value 0 or more; -1 for no limit where there
	 * {@linkplain AppLimit#canBeUnlimited() can be none}
	 * @return the changed limits
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public AppLimits with(AppLimit limit, long value) {
		return with(limit, BigDecimal.valueOf(value));
	}

	/**
	 * These limits with another one of the app's own, or one less.
	 * @param limit in what
	 * @param value as of {@link #with(AppLimit, long)}, a fraction where it is a size;
	 * null for the server's
	 * @return the changed limits
	 * @throws IllegalArgumentException if the value is out of range
	 */
	public AppLimits with(AppLimit limit, @Nullable BigDecimal value) {
		Map<AppLimit, BigDecimal> changed = new EnumMap<>(AppLimit.class);
		changed.putAll(this.own);
		if (value != null) {
			changed.put(limit, value);
		}
		else {
			changed.remove(limit);
		}
		return new AppLimits(changed, this.serverLevel);
	}

}
