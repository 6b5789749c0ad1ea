package io.github.dynamodbtoolkit.testing;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.dynamodbtoolkit.metrics.AppEvent;
import io.github.dynamodbtoolkit.metrics.CacheEvent;
import io.github.dynamodbtoolkit.metrics.FlagEvent;
import io.github.dynamodbtoolkit.metrics.TableCall;
import io.github.dynamodbtoolkit.metrics.ToolkitMetrics;

/**
 * Keeps everything it is told, for tests that hold an operation to its call budget:
 * {@code metrics.reset()}, do it, then look at {@link #operations()},
 * {@link #readUnits()} and {@link #writeUnits()}. Safe for use by many threads.
 */
public final class RecordingMetrics implements ToolkitMetrics {

	private final Queue<TableCall> calls = new ConcurrentLinkedQueue<>();

	private final Queue<Retry> retries = new ConcurrentLinkedQueue<>();

	private final Queue<Event> events = new ConcurrentLinkedQueue<>();

	private final Queue<FlagEvent> flagEvents = new ConcurrentLinkedQueue<>();

	private final Queue<AppEvent> appEvents = new ConcurrentLinkedQueue<>();

	private final boolean ownThreadsToo;

	/**
	 * Keeps the calls of all threads.
	 */
	public RecordingMetrics() {
		this(true);
	}

	private RecordingMetrics(boolean ownThreadsToo) {
		this.ownThreadsToo = ownThreadsToo;
	}

	/**
	 * Leaves out the calls of all threads of the toolkit's own, since those write the
	 * directory and poll for flags whenever it suits them, not when a test looks.
	 * @return metrics of what is called while a caller waits
	 */
	public static RecordingMetrics ofCallers() {
		return new RecordingMetrics(false);
	}

	/**
	 * A further attempt of the SDK.
	 *
	 * @param store the store that calls
	 * @param table the table's name
	 * @param throttled whether DynamoDB had refused the last attempt for its rate
	 */
	public record Retry(String store, String table, boolean throttled) {
	}

	/**
	 * Something that a cache has done.
	 *
	 * @param cache the cache's name
	 * @param event what it did
	 */
	public record Event(String cache, CacheEvent event) {
	}

	@Override
	public void tableCalled(TableCall call) {
		if (this.ownThreadsToo || !Thread.currentThread().getName().startsWith("dynamodb-toolkit-")) {
			this.calls.add(call);
		}
	}

	@Override
	public void tableCallRetried(String store, String table, boolean throttled) {
		this.retries.add(new Retry(store, table, throttled));
	}

	@Override
	public void cacheEvent(String cache, CacheEvent event) {
		this.events.add(new Event(cache, event));
	}

	@Override
	public void flagEvent(FlagEvent event) {
		this.flagEvents.add(event);
	}

	@Override
	public void appEvent(AppEvent event) {
		this.appEvents.add(event);
	}

	/**
	 * All calls in the order of their ends.
	 * @return the calls since the start or the last {@link #reset()}
	 */
	public List<TableCall> calls() {
		return List.copyOf(this.calls);
	}

	/**
	 * What was called, in the order of the ends.
	 * @return DynamoDB's names of the operations
	 */
	public List<String> operations() {
		return this.calls.stream().map(TableCall::operation).toList();
	}

	/**
	 * The only call.
	 * @return the call
	 * @throws AssertionError if there was none, or more than one
	 */
	public TableCall onlyCall() {
		List<TableCall> calls = calls();
		if (calls.size() != 1) {
			throw new AssertionError("Expected one call, but there were " + calls);
		}
		return calls.get(0);
	}

	/**
	 * The read capacity of all calls.
	 * @return capacity units
	 */
	public double readUnits() {
		return this.calls.stream().mapToDouble((call) -> call.usage().readUnits()).sum();
	}

	/**
	 * The write capacity of all calls.
	 * @return capacity units
	 */
	public double writeUnits() {
		return this.calls.stream().mapToDouble((call) -> call.usage().writeUnits()).sum();
	}

	/**
	 * Further attempts of the SDK, in order.
	 * @return the retries since the start or the last {@link #reset()}
	 */
	public List<Retry> retries() {
		return List.copyOf(this.retries);
	}

	/**
	 * What caches have done, in order.
	 * @return the events since the start or the last {@link #reset()}
	 */
	public List<Event> events() {
		return List.copyOf(this.events);
	}

	/**
	 * What has happened to flags, in order.
	 * @return the events since the start or the last {@link #reset()}
	 */
	public List<FlagEvent> flagEvents() {
		return List.copyOf(this.flagEvents);
	}

	/**
	 * What has happened to apps, in order.
	 * @return the events since the start or the last {@link #reset()}
	 */
	public List<AppEvent> appEvents() {
		return List.copyOf(this.appEvents);
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		this.calls.clear();
		this.retries.clear();
		this.events.clear();
		this.flagEvents.clear();
		this.appEvents.clear();
	}

}
