package io.github.dynamodbtoolkit.cache;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a read.
 */
public sealed interface Lookup {

	/**
	 * A live value was there.
	 *
	 * @param value the value; null if null was cached
	 */
	record Hit(@Nullable Object value) implements Lookup {
	}

	/**
	 * No live value was there, or none could be read.
	 *
	 * @param ticket what the read saw, to be handed in with the value that is loaded now
	 */
	record Miss(LoadTicket ticket) implements Lookup {
	}

}
