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

	private final Map<Of, LoadTicket> tickets = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Of, LoadTicket> eldest) {
			return size() > MAX;
		}

	};

	synchronized void keep(String cache, Object key, LoadTicket ticket) {
		this.tickets.put(new Of(cache, key), ticket);
	}

	synchronized @Nullable LoadTicket take(String cache, Object key) {
		return this.tickets.isEmpty() ? null : this.tickets.remove(new Of(cache, key));
	}

	private record Of(String cache, Object key) {
	}

}
