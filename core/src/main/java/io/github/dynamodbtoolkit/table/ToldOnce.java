package io.github.dynamodbtoolkit.table;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Keeps warnings about single items from filling the log: each text is new once, however
 * often the item is read. Remembers the latest thousand. Safe for use by many threads.
 */
public final class ToldOnce {

	private static final int MAX_REMEMBERED = 1000;

	private final Cache<String, Boolean> told = Caffeine.newBuilder()
		.maximumSize(MAX_REMEMBERED)
		.executor(Runnable::run)
		.build();

	/**
	 * Asks whether a text is still to be told, and takes it as told.
	 * @param text the text
	 * @return whether it is new
	 */
	public boolean isNew(String text) {
		return this.told.asMap().putIfAbsent(text, Boolean.TRUE) == null;
	}

}
