package io.github.dynamodbtoolkit.spring.cache;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * The keys that this instance is loading anew, or has lately failed to: none of them is
 * tried again for a while, so that a loader that fails is not called for every hit.
 */
final class Refreshes {

	private static final int MAX_KEYS = 10_000;

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final Cache<Object, Boolean> begun = Caffeine.newBuilder()
		.maximumSize(MAX_KEYS)
		.expireAfterWrite(PAUSE)
		.executor(Runnable::run)
		.build();

	boolean tryBegin(Object key) {
		return this.begun.asMap().putIfAbsent(key, true) == null;
	}

	void succeeded(Object key) {
		this.begun.invalidate(key);
	}

}
