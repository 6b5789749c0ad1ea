package io.github.dynamodbtoolkit.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.dynamodbtoolkit.table.CallKind;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.Item;
import io.github.dynamodbtoolkit.table.ItemPage;
import io.github.dynamodbtoolkit.table.TableClient;
import io.github.dynamodbtoolkit.table.TableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Items: {@code seenAt} (N, epoch milliseconds) and {@code ttl}, under the partition of
 * their kind and with the name as sort key. They are written without a condition: whoever
 * is last says the same.
 */
final class DynamoDbDirectory implements Directory {

	private static final Logger logger = LoggerFactory.getLogger(Directory.class);

	private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

	private static final int LARGEST_PAGE = 1_000;

	private final Map<DirectoryKind, NamesOfKind> names = new EnumMap<>(DirectoryKind.class);

	private final TableClient table;

	private final Executor executor;

	private final AtomicBoolean writing = new AtomicBoolean();

	/** Monotonic time before which nothing is noted, because writing has failed. */
	private volatile long resumeAt;

	/**
	 * Creates a directory.
	 * @param table the table, for this store
	 * @param executor writes, one task at a time
	 */
	DynamoDbDirectory(TableClient table, Executor executor) {
		this.table = table;
		this.executor = executor;
		this.resumeAt = table.time().nanoTime();
		for (DirectoryKind kind : DirectoryKind.values()) {
			this.names.put(kind, new NamesOfKind(table, table.keys().directory(kind.text())));
		}
	}

	static void onDaemonThread(Runnable task) {
		Thread thread = new Thread(task, "dynamodb-toolkit-directory");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void note(DirectoryKind kind, String name) {
		boolean paused = this.table.time().nanoTime() - this.resumeAt < 0;
		if (!paused && of(kind).note(name)) {
			writeSoon();
		}
	}

	private void writeSoon() {
		if (this.writing.compareAndSet(false, true)) {
			this.executor.execute(this::write);
		}
	}

	private void write() {
		try {
			this.names.values().forEach(NamesOfKind::write);
		}
		catch (TableException ex) {
			logger.debug("Names were not written into the directory, and will be when they are used again", ex);
			this.resumeAt = this.table.time().nanoTime() + PAUSE_NANOS;
			this.names.values().forEach(NamesOfKind::forget);
		}
		finally {
			this.writing.set(false);
		}
		if (this.names.values().stream().anyMatch(NamesOfKind::hasUnwritten)) {
			writeSoon();
		}
	}

	@Override
	public DirectoryPage list(DirectoryKind kind, @Nullable String after, int limit) {
		if (limit < 1 || limit > LARGEST_PAGE) {
			throw new IllegalArgumentException("limit must be between 1 and " + LARGEST_PAGE + ", got " + limit);
		}
		ItemPage page = this.table.page(this.table.keys().directory(kind.text()), after, limit, Consistency.EVENTUAL,
				CallKind.LOOKUP);
		List<DirectoryEntry> entries = page.items()
			.entrySet()
			.stream()
			.filter((item) -> NamesOfKind.isInUse(item.getValue(), this.table.time().instant()))
			.map((item) -> entry(item.getKey(), item.getValue()))
			.toList();
		return new DirectoryPage(entries, page.next());
	}

	private static DirectoryEntry entry(String name, Item item) {
		return new DirectoryEntry(name, Instant.ofEpochMilli(NamesOfKind.seenAt(item)));
	}

	@SuppressWarnings("NullAway") // the constructor makes one for every kind
	private NamesOfKind of(DirectoryKind kind) {
		return this.names.get(kind);
	}

}
