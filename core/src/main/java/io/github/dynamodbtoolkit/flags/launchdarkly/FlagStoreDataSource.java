package io.github.dynamodbtoolkit.flags.launchdarkly;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.ErrorInfo;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.ErrorKind;
import com.launchdarkly.sdk.server.interfaces.DataSourceStatusProvider.State;
import com.launchdarkly.sdk.server.subsystems.DataSource;
import com.launchdarkly.sdk.server.subsystems.DataSourceUpdateSink;
import io.github.dynamodbtoolkit.flags.FlagItem;
import io.github.dynamodbtoolkit.flags.FlagKind;
import io.github.dynamodbtoolkit.flags.FlagListener;
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a flag store on one daemon thread and hands what has changed to the SDK, as a
 * whole. What this process itself writes through the store goes to the SDK at once.
 */
final class FlagStoreDataSource implements DataSource, FlagListener {

	private static final Logger logger = LoggerFactory.getLogger(LaunchDarkly.class);

	private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

	private final FlagStore store;

	private final Duration interval;

	private final DataSourceUpdateSink sink;

	/** A start that has failed is not waited for: the next poll may be long in coming. */
	private final CompletableFuture<Void> triedOnce = new CompletableFuture<>();

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((runnable) -> {
		Thread thread = new Thread(runnable, "dynamodb-toolkit-flags");
		thread.setDaemon(true);
		return thread;
	});

	/** Only the poller's thread uses it. */
	private Duration retry = FIRST_RETRY;

	private volatile boolean initialized;

	/** Guarded by this, as is whatever is handed to the SDK. */
	private FlagSnapshot last = FlagSnapshot.NONE;

	FlagStoreDataSource(FlagStore store, Duration interval, DataSourceUpdateSink sink) {
		this.store = store;
		this.interval = interval;
		this.sink = sink;
	}

	@Override
	public Future<Void> start() {
		this.store.addListener(this);
		this.executor.execute(this::pollAgainAndAgain);
		return this.triedOnce;
	}

	private void pollAgainAndAgain() {
		pollSafely(Consistency.EVENTUAL);
		this.triedOnce.complete(null);
		this.executor.schedule(this::pollAgainAndAgain, delay().toNanos(), TimeUnit.NANOSECONDS);
	}

	/** Whoever has no flags at all waits less, and longer each time. */
	private Duration delay() {
		Duration delay = this.retry;
		if (this.initialized || delay.compareTo(this.interval) > 0) {
			return this.interval;
		}
		this.retry = delay.multipliedBy(2);
		return delay;
	}

	/** Throws nothing: there would be no other poll. */
	private synchronized void pollSafely(Consistency consistency) {
		try {
			poll(consistency);
		}
		catch (TableException ex) {
			logger.debug("Could not read the flags", ex);
			interrupted(ErrorKind.NETWORK_ERROR, ex);
		}
		catch (RuntimeException ex) {
			logger.warn("Could not update the flags", ex);
			interrupted(ErrorKind.UNKNOWN, ex);
		}
	}

	private void poll(Consistency consistency) {
		if (this.initialized) {
			accept(read(consistency));
		}
		else if (this.store.isInitialized()) {
			accept(read(Consistency.STRONG));
		}
		else {
			interrupted(ErrorKind.STORE_ERROR, new IllegalStateException("The flag store is not initialised yet"));
		}
	}

	/** A replica that lags behind must not turn flags back. */
	private FlagSnapshot read(Consistency consistency) {
		FlagSnapshot next = this.last.next(this.store, consistency);
		return consistency == Consistency.EVENTUAL && next.isBehind(this.last)
				? this.last.next(this.store, Consistency.STRONG) : next;
	}

	private void accept(FlagSnapshot next) {
		if (this.initialized && next.saysTheSameAs(this.last)) {
			this.sink.updateStatus(State.VALID, null);
		}
		else if (this.sink.init(next.toDataSet())) {
			this.last = next;
			this.initialized = true;
			this.sink.updateStatus(State.VALID, null);
		}
	}

	private void interrupted(ErrorKind kind, RuntimeException reason) {
		this.sink.updateStatus(State.INTERRUPTED, ErrorInfo.fromException(kind, reason));
	}

	@Override
	public synchronized void upserted(FlagKind kind, String key, FlagItem item) {
		if (this.initialized) {
			accept(this.last.with(kind, key, item));
		}
	}

	@Override
	public void initialized() {
		pollSafely(Consistency.STRONG);
	}

	@Override
	public boolean isInitialized() {
		return this.initialized;
	}

	@Override
	public void close() {
		this.store.removeListener(this);
		this.executor.shutdownNow();
	}

}
