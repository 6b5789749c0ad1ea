package io.github.dynamodbtoolkit.dedupe;

import java.lang.reflect.Type;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How one piece of work is deduplicated.
 *
 * @param type the generic type of the result
 * @param payload what the work is done with; the same key with a different payload is
 * refused. Compared by its JSON form; null for no comparison
 * @param keepResultFor for how long later callers get the result, zero for not at all,
 * null for what the settings say
 * @param onUnavailable what to do when DynamoDB fails, null for what the settings say
 */
public record DedupeOptions(Type type, @Nullable Object payload, @Nullable Duration keepResultFor,
		@Nullable OnUnavailable onUnavailable) {

	public DedupeOptions {
		if (keepResultFor != null) {
			DedupeSettings.requireKeepResultFor(keepResultFor);
		}
	}

	/**
	 * Options that leave everything to the settings.
	 * @param type the generic type of the result
	 * @return the options
	 */
	public static DedupeOptions of(Type type) {
		return new DedupeOptions(type, null, null, null);
	}

	/**
	 * These options with a payload.
	 * @param payload what the work is done with, null for no comparison
	 * @return the changed options
	 */
	public DedupeOptions withPayload(@Nullable Object payload) {
		return new DedupeOptions(this.type, payload, this.keepResultFor, this.onUnavailable);
	}

	/**
	 * These options with another time for which the result is kept.
	 * @param keepResultFor zero for not at all
	 * @return the changed options
	 */
	public DedupeOptions withKeepResultFor(Duration keepResultFor) {
		return new DedupeOptions(this.type, this.payload, keepResultFor, this.onUnavailable);
	}

	/**
	 * These options with another answer to an outage.
	 * @param onUnavailable what to do when DynamoDB fails
	 * @return the changed options
	 */
	public DedupeOptions withOnUnavailable(OnUnavailable onUnavailable) {
		return new DedupeOptions(this.type, this.payload, this.keepResultFor, onUnavailable);
	}

}
