package io.github.dynamodbtoolkit.spring.cache;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.dynamodbtoolkit.cache.LoadTicket;
import org.jspecify.annotations.Nullable;

/**
 * What the last misses saw, until the loaded values come. Bounded: the oldest is
 * forgotten, whose value then counts as put without a miss before it. Used by one thread
 * at a time, but not always the same one.
 */
final class Tickets {

	private static final int MAX = 64;

	private final Map<Object, LoadTicket> tickets = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Object, LoadTicket> eldest) {
			return size() > MAX;
		}

	};

	synchronized void keep(Object key, LoadTicket ticket) {
		this.tickets.put(key, ticket);
	}

	synchronized @Nullable LoadTicket take(Object key) {
		return this.tickets.remove(key);
	}

	synchronized boolean isEmpty() {
		return this.tickets.isEmpty();
	}

}
