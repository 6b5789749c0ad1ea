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
	 * @param refresh what the read saw, if the value should be loaded anew in the
	 * background and stored with {@link CacheRegion#putLoaded}; else null
	 */
	record Hit(@Nullable Object value, @Nullable LoadTicket refresh) implements Lookup {

		/**
		 * A value that is fresh enough.
		 * @param value the value; null if null was cached
		 */
		public Hit(@Nullable Object value) {
			this(value, null);
		}

	}

	/**
	 * No live value was there, or none could be read.
	 *
	 * @param ticket what the read saw, to be handed in with the value that is loaded now
	 */
	record Miss(LoadTicket ticket) implements Lookup {
	}

}
