package io.github.dynamodbtoolkit.spring.http;

import org.jspecify.annotations.Nullable;

/**
 * Names of a server's own for what others say in {@code Retry-After} and the
 * {@code RateLimit} fields. The usual names are understood as well.
 *
 * @param retryAfter of the field with the seconds, or the date, after which to try again;
 * null for none
 * @param remaining of the field with the number of calls left, null for none
 * @param reset of the field with the time at which there are calls again: seconds from
 * now, or since 1970, or milliseconds since 1970; null for none
 */
public record DelayHeaders(@Nullable String retryAfter, @Nullable String remaining, @Nullable String reset) {

	/** No names of its own. */
	public static final DelayHeaders STANDARD = new DelayHeaders(null, null, null);

}
