package io.github.dynamodbtoolkit.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.Partition;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TimeSource;

/**
 * The names of one kind that this instance has noted today, and those that stand in the
 * table. Noting is for many threads, writing for one at a time.
 */
final class NamesOfKind {

	private static final String SEEN_AT = "seenAt";

	private static final Duration DAY = Duration.ofDays(1);

	private static final Duration KEPT = Duration.ofDays(30);

	/** After so many names of its own an instance looks what others have added. */
	private static final int LOOK_AFTER = 1_000;

	private final TableClient table;

	private final TimeSource time;

	private final Partition partition;

	private final Set<String> noted = ConcurrentHashMap.newKeySet();

	private final Queue<String> unwritten = new ConcurrentLinkedQueue<>();

	/** Monotonic time at which the day of the noted names began. */
	private volatile long dayBegan;

	/** When each name in the table was last seen, in epoch milliseconds. */
	private final Map<String, Long> present = new HashMap<>();

	private long lookedAt;

	private int added = LOOK_AFTER;

	NamesOfKind(TableClient table, Partition partition) {
		this.table = table;
		this.time = table.time();
		this.partition = partition;
		this.dayBegan = this.time.nanoTime();
	}

	/** Answers whether there is something to write. */
	boolean note(String name) {
		boolean today = this.time.nanoTime() - this.dayBegan < DAY.toNanos();
		return !(today && this.noted.contains(name)) && noteAnew(name);
	}

	private synchronized boolean noteAnew(String name) {
		if (this.time.nanoTime() - this.dayBegan >= DAY.toNanos()) {
			this.noted.clear();
			this.dayBegan = this.time.nanoTime();
		}
		return this.noted.size() < Directory.MAX_NAMES && this.noted.add(name) && this.unwritten.add(name);
	}

	boolean hasUnwritten() {
		return !this.unwritten.isEmpty();
	}

	/** Lets every name count as not noted yet. */
	synchronized void forget() {
		this.unwritten.clear();
		this.noted.clear();
		this.added = LOOK_AFTER;
	}

	/**
	 * Writes what is to be written, unless another instance has done so today.
	 * @throws io.github.dynamodbtoolkit.table.TableException if that failed
	 */
	void write() {
		List<String> names = takeUnwritten();
		if (names.isEmpty()) {
			return;
		}
		long now = this.time.millis();
		look();
		List<Item> items = names.stream().filter((name) -> admit(name, now)).map((name) -> item(name, now)).toList();
		this.table.putAll(items, CallKind.BULK);
	}

	private List<String> takeUnwritten() {
		List<String> names = new ArrayList<>();
		for (String name = this.unwritten.poll(); name != null; name = this.unwritten.poll()) {
			names.add(name);
		}
		return names;
	}

	private void look() {
		if (this.added >= LOOK_AFTER || this.time.nanoTime() - this.lookedAt >= DAY.toNanos()) {
			Map<String, Item> items = this.table.query(this.partition, Consistency.EVENTUAL, CallKind.BULK);
			this.present.clear();
			items.forEach((name, item) -> {
				if (isInUse(item, this.time.instant())) {
					this.present.put(name, seenAt(item));
				}
			});
			this.lookedAt = this.time.nanoTime();
			this.added = 0;
		}
	}

	private boolean admit(String name, long now) {
		Long seenAt = this.present.get(name);
		boolean due = seenAt != null ? now - seenAt >= DAY.toMillis() || seenAt > now
				: this.present.size() < Directory.MAX_NAMES;
		if (due) {
			this.present.put(name, now);
			this.added++;
		}
		return due;
	}

	private Item item(String name, long now) {
		return Item.of(this.partition.key(name))
			.set(SEEN_AT, now)
			.set(Item.TTL, Instant.ofEpochMilli(now).plus(KEPT).getEpochSecond())
			.build();
	}

	/** Epoch milliseconds; 0 if that cannot be read. */
	static long seenAt(Item item) {
		Long seenAt = item.number(SEEN_AT);
		return seenAt != null ? seenAt : 0;
	}

	/** DynamoDB deletes late. */
	static boolean isInUse(Item item, Instant now) {
		Long ttl = item.number(Item.TTL);
		return ttl != null && ttl > now.getEpochSecond();
	}

}
