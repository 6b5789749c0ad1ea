package io.github.dynamodbtoolkit.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Expression;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemKey;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;
import io.github.dynamodbtoolkit.table.Update;
import io.github.dynamodbtoolkit.table.WriteResult;
import org.jspecify.annotations.Nullable;

/**
 * The versions of tags and of whole caches. To invalidate is to add 1 to a version: an
 * entry that was stored under an older one is then a miss. A version that was never
 * raised is absent, and counts as 0.
 * <p>
 * Item: {@code version} (N), {@code changedAt} (N, epoch milliseconds before which the
 * last invalidation was written), no {@code ttl}. The first version is the time in
 * milliseconds, so that a version whose item was lost never restarts below those that
 * entries carry.
 * <p>
 * What is known is kept for the staleness permitted, counted by the monotonic clock from
 * before it was asked for. A version never falls here: an entry that carries a newer one
 * than is known has been stored by somebody who knows better.
 */
final class TagVersions {

	private static final int MAX_KNOWN = 10_000;

	private static final String VERSION = "version";

	private static final String CHANGED_AT = "changedAt";

	private static final Expression RAISE = Expression
		.of("SET #version = if_not_exists(#version, :now) + :one, #changedAt = :latest");

	private static final Expression RAISABLE = Expression
		.of("attribute_not_exists(#version) OR (attribute_type(#version, :number) AND #version BETWEEN :lowest AND :highest)");

	private static final Expression START_ANEW = Expression.of("SET #version = :now, #changedAt = :latest");

	/** The year 2020: every version of ours began as a time after that. */
	private static final long LOWEST = 1_577_836_800_000L;

	/** Far above any version of ours, far below where a long overflows. */
	private static final long HIGHEST = Long.MAX_VALUE / 2;

	private final Cache<ItemKey, Known> known = Caffeine.newBuilder()
		.maximumSize(MAX_KNOWN)
		.executor(Runnable::run)
		.build();

	private final TableClient table;

	private final TimeSource time;

	private final TagSettings settings;

	/** The longest that an invalidation's write may be under way. */
	private final Duration longestWrite;

	TagVersions(TableClient table, TagSettings settings) {
		this.table = table;
		this.time = table.time();
		this.settings = settings;
		this.longestWrite = table.settings().budgets().of(CallKind.CACHE_WRITE).timeout();
	}

	/**
	 * The versions, none staler than permitted: what is known, and one consistent
	 * BatchGetItem for the rest.
	 * @param start monotonic time at which that began of which this is a part; both
	 * together have one time budget
	 */
	Map<ItemKey, Long> current(Set<ItemKey> tags, long start) {
		long now = this.time.nanoTime();
		Map<ItemKey, Long> fresh = fresh(tags, now);
		if (fresh.size() == tags.size()) {
			return fresh;
		}
		Map<ItemKey, Long> versions = new HashMap<>(fresh);
		List<ItemKey> stale = tags.stream().filter((tag) -> !fresh.containsKey(tag)).toList();
		read(stale, start).forEach((tag, state) -> versions.put(tag, learn(tag, state.version(), now).version()));
		return versions;
	}

	/** Most entries have no tags but their cache's version: a map of one costs little. */
	private Map<ItemKey, Long> fresh(Set<ItemKey> tags, long now) {
		if (tags.size() == 1) {
			ItemKey only = tags.iterator().next();
			Long version = freshVersion(only, now);
			return version != null ? Map.of(only, version) : Map.of();
		}
		Map<ItemKey, Long> fresh = new HashMap<>();
		for (ItemKey tag : tags) {
			Long version = freshVersion(tag, now);
			if (version != null) {
				fresh.put(tag, version);
			}
		}
		return fresh;
	}

	private @Nullable Long freshVersion(ItemKey tag, long now) {
		Known candidate = this.known.getIfPresent(tag);
		if (candidate == null || now - candidate.asOf() >= this.settings.staleness().toNanos()) {
			return null;
		}
		return candidate.version();
	}

	/**
	 * The versions for a value that was loaded before its tags were known, or null if one
	 * of them may have been invalidated since the load began. Certainly not if this
	 * instance had learnt the version before; else that is judged by the clocks.
	 * @param startMillis when the load began
	 * @param startNanos the same, monotonic
	 */
	@Nullable Map<ItemKey, Long> unchangedSince(long startMillis, long startNanos, Collection<ItemKey> tags) {
		if (tags.isEmpty()) {
			return Map.of();
		}
		long asOf = this.time.nanoTime();
		Map<ItemKey, Long> versions = new HashMap<>();
		boolean unchanged = true;
		for (Map.Entry<ItemKey, State> entry : read(tags, asOf).entrySet()) {
			State state = entry.getValue();
			Known known = learn(entry.getKey(), state.version(), asOf);
			boolean knownBefore = known.version() == state.version() && known.since() - startNanos < 0;
			unchanged &= knownBefore || state.changedAt() < startMillis - this.settings.clockTolerance().toMillis();
			versions.put(entry.getKey(), state.version());
		}
		return unchanged ? versions : null;
	}

	/**
	 * Compares what an entry carries with the versions of now.
	 */
	boolean isOutdated(Map<ItemKey, Long> carried, Map<ItemKey, Long> current) {
		boolean outdated = false;
		for (Map.Entry<ItemKey, Long> entry : carried.entrySet()) {
			long now = current.getOrDefault(entry.getKey(), 0L);
			outdated |= entry.getValue() < now;
			if (entry.getValue() > now) {
				learnNewer(entry.getKey(), entry.getValue());
			}
		}
		return outdated;
	}

	/**
	 * Compares what an entry carries with what happens to be known, without asking.
	 */
	boolean isKnownToBeOutdated(Map<ItemKey, Long> carried) {
		return carried.entrySet().stream().anyMatch((entry) -> {
			Known candidate = this.known.getIfPresent(entry.getKey());
			return candidate != null && entry.getValue() < candidate.version();
		});
	}

	/**
	 * Invalidates everything that carries the tag: one UpdateItem. It carries the latest
	 * time at which it can be applied, by the time budget; should this thread have been
	 * paused for longer than that, it is repeated, since a load may have begun meanwhile
	 * that takes itself for a later one.
	 * @return the new version
	 */
	long invalidate(ItemKey tag) {
		long asOf;
		long version;
		do {
			asOf = this.time.nanoTime();
			version = raise(tag);
		}
		while (this.time.nanoTime() - asOf > this.longestWrite.toNanos());
		return learn(tag, version, asOf).version();
	}

	private long raise(ItemKey tag) {
		long now = this.time.millis();
		long latest = now + this.longestWrite.toMillis();
		Update raise = Update.of(RAISE.with(":now", now).with(":one", 1).with(":latest", latest))
			.when(RAISABLE.with(":number", "N").with(":lowest", LOWEST).with(":highest", HIGHEST));
		Long version = changed(this.table.update(tag, raise.returningNew(), CallKind.CACHE_WRITE));
		if (version == null) {
			// The item is not of our making: its version is no whole number, or an absurd
			// one.
			this.table.update(tag, Update.of(START_ANEW.with(":now", now).with(":latest", latest)),
					CallKind.CACHE_WRITE);
			return now;
		}
		return version;
	}

	private static @Nullable Long changed(WriteResult result) {
		return result.applied() && result.item() != null ? result.item().number(VERSION) : null;
	}

	private Map<ItemKey, State> read(Collection<ItemKey> tags, long start) {
		Map<ItemKey, Item> items = this.table.getAll(tags, Consistency.STRONG, CallKind.CACHE_READ, start);
		Map<ItemKey, State> states = new HashMap<>();
		tags.forEach((tag) -> states.put(tag, state(tag, items.get(tag))));
		return states;
	}

	/**
	 * An item that cannot be read may have meant anything, so it is invalidated, which
	 * mends it.
	 */
	private State state(ItemKey tag, @Nullable Item item) {
		if (item == null) {
			return State.NEVER_CHANGED;
		}
		Long version = item.number(VERSION);
		Long changedAt = item.number(CHANGED_AT);
		if (version == null || version < LOWEST || version > HIGHEST || changedAt == null) {
			return new State(invalidate(tag), Long.MAX_VALUE);
		}
		return new State(version, changedAt);
	}

	/**
	 * What stands in the table, as far as it can be read. When a tag was invalidated is
	 * told as if all instances had this one's time budget.
	 */
	Map<ItemKey, TagVersion> find(Collection<ItemKey> tags) {
		Map<ItemKey, TagVersion> found = new HashMap<>();
		this.table.getAll(tags, Consistency.STRONG, CallKind.LOOKUP).forEach((tag, item) -> {
			Long version = item.number(VERSION);
			Long changedAt = item.number(CHANGED_AT);
			if (version != null && changedAt != null) {
				found.put(tag, new TagVersion(version, Instant.ofEpochMilli(changedAt).minus(this.longestWrite)));
			}
		});
		return found;
	}

	private void learnNewer(ItemKey tag, long version) {
		long now = this.time.nanoTime();
		this.known.asMap()
			.computeIfPresent(tag, (key, present) -> present.and(new Known(version, present.asOf(), now)));
	}

	private Known learn(ItemKey tag, long version, long asOf) {
		return this.known.asMap().merge(tag, new Known(version, asOf, this.time.nanoTime()), Known::and);
	}

	/**
	 * What this instance knows of a version.
	 *
	 * @param version the highest seen
	 * @param asOf monotonic time before it was last asked for
	 * @param since monotonic time when it was first known
	 */
	private record Known(long version, long asOf, long since) {

		private Known and(Known news) {
			Known newer = news.version() > this.version ? news : this;
			return new Known(newer.version(), Math.max(this.asOf, news.asOf()), newer.since());
		}

	}

	/**
	 * What the table says of a tag.
	 *
	 * @param version its version
	 * @param changedAt epoch milliseconds before which it became so
	 */
	private record State(long version, long changedAt) {

		private static final State NEVER_CHANGED = new State(0, Long.MIN_VALUE);

	}

}
