package io.github.dynamodbtoolkit.spring.http;

import java.time.Duration;

import io.github.dynamodbtoolkit.table.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * How calls of one remote service are treated. Its limit is the rate limiter's of the
 * same name.
 *
 * @param name the name, at most 255 bytes of UTF-8
 * @param enabled whether anything is done about these calls
 * @param dedupe which calls are equal and join each other, null if none do
 * @param cooldown whether cooldowns that the server asks for are obeyed and learned; null
 * if so where there is a limit or dedupe
 * @param maxWait how long a call waits at most for a permit or the end of a cooldown, not
 * negative; null for as long as the limit says
 * @param headers names of the server's own for what it says about its limits
 */
public record HttpResource(String name, boolean enabled, @Nullable EqualCalls dedupe, @Nullable Boolean cooldown,
		@Nullable Duration maxWait, DelayHeaders headers) {

	public HttpResource {
		if (maxWait != null && maxWait.isNegative()) {
			throw new IllegalArgumentException("max-wait must not be negative, got " + DurationText.of(maxWait));
		}
	}

	/**
	 * A resource of which nothing is configured here.
	 * @param name the name
	 * @return the resource
	 */
	public static HttpResource named(String name) {
		return new HttpResource(name, true, null, null, null, DelayHeaders.STANDARD);
	}

}
