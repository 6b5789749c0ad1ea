package io.github.dynamodbtoolkit.spring.endpoint;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How something is to be.
 *
 * @param on whether a flag is to be on, or an app enabled; null if that is not asked
 * @param limit the new limit, null for the configured limits
 * @param window which of several limits is meant, null if there is only one
 */
public record Change(@Nullable Boolean on, @Nullable Long limit, @Nullable Duration window) {

	boolean requireOn() {
		if (this.on == null) {
			throw new IllegalArgumentException("on must be given: true or false");
		}
		return this.on;
	}

}
