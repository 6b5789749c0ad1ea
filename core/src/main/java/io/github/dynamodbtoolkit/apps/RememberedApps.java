package io.github.dynamodbtoolkit.apps;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.table.TableException;
import io.github.dynamodbtoolkit.table.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * What this instance has learnt of apps by one kind of look-up. Ids and keys are never
 * looked up in the same memory: one app's id may be another's key.
 */
final class RememberedApps {

	private static final int MAX_REMEMBERED = 10_000;

	private static final Duration LONGEST_UNKNOWN = Duration.ofSeconds(5);

	private final Function<String, @Nullable App> lookup;

	private final TimeSource time;

	private final AppLog log;

	private final long ttl;

	private final long unknownTtl;

	private final long staleFor;

	private final Cache<String, Answer> answers;

	/** Counts own writes, so that a look-up from before one is not remembered. */
	private final AtomicLong writes = new AtomicLong();

	/**
	 * An answer of the table.
	 *
	 * @param app the app, null if there was none
	 * @param asOf monotonic time from before it was asked
	 */
	private record Answer(@Nullable App app, long asOf) {
	}

	RememberedApps(Function<String, @Nullable App> lookup, AppRegistrySettings settings, TimeSource time, AppLog log) {
		this.lookup = lookup;
		this.time = time;
		this.log = log;
		this.ttl = settings.cacheTtl().toNanos();
		this.unknownTtl = Math.min(this.ttl, LONGEST_UNKNOWN.toNanos());
		this.staleFor = settings.staleFor().toNanos();
		this.answers = Caffeine.newBuilder()
			.maximumSize(MAX_REMEMBERED)
			.expireAfterWrite(Duration.ofNanos(Math.max(this.ttl, this.staleFor)))
			.ticker(time::nanoTime)
			.executor(Runnable::run)
			.build();
	}

	@Nullable App find(String name) {
		long now = this.time.nanoTime();
		Answer known = this.answers.getIfPresent(name);
		if (known != null && now - known.asOf() < (known.app() != null ? this.ttl : this.unknownTtl)) {
			return known.app();
		}
		try {
			return ask(name, now);
		}
		catch (TableException ex) {
			if (known == null || known.app() == null || now - known.asOf() >= this.staleFor) {
				throw ex;
			}
			this.log.record(AppEvent.SERVED_STALE);
			return known.app();
		}
	}

	private @Nullable App ask(String name, long now) {
		long before = this.writes.get();
		App found = this.lookup.apply(name);
		Answer answer = new Answer(found, now);
		this.answers.put(name, answer);
		if (this.writes.get() != before) {
			this.answers.asMap().remove(name, answer);
		}
		return found;
	}

	/**
	 * To be called when a write has ended, whether or not it is certain that it took
	 * effect.
	 */
	void forget(Predicate<String> names, String id) {
		this.writes.incrementAndGet();
		this.answers.asMap().entrySet().removeIf((entry) -> names.test(entry.getKey()) || isApp(entry.getValue(), id));
	}

	private static boolean isApp(Answer answer, String id) {
		return answer.app() != null && answer.app().id().equals(id);
	}

}
