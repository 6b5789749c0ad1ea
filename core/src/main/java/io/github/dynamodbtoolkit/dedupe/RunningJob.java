package io.github.dynamodbtoolkit.dedupe;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A job that this instance is doing.
 *
 * @param scope the scope of its key, null if it has none
 * @param key its key
 * @param fence the number of this ownership
 * @param runningFor since it began here
 * @param waiting how many callers of this instance wait for it
 */
public record RunningJob(@Nullable String scope, String key, long fence, Duration runningFor, int waiting) {

	/** The key may be anybody's data. */
	@Override
	public String toString() {
		return "RunningJob[" + this.scope + ", " + this.fence + ", " + this.runningFor + "]";
	}

}
