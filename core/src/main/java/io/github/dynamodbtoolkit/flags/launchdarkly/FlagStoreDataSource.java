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
import io.github.dynamodbtoolkit.flags.FlagStore;
import io.github.dynamodbtoolkit.table.Consistency;
import io.github.dynamodbtoolkit.table.TableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a flag store on one daemon thread and hands what has changed to the SDK, as a
 * whole.
 */
final class FlagStoreDataSource implements DataSource {

	private static final Logger logger = LoggerFactory.getLogger(LaunchDarkly.class);

	private final FlagStore store;

	private final Duration interval;

	private final DataSourceUpdateSink sink;

	private final CompletableFuture<Void> initialized = new CompletableFuture<>();

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((runnable) -> {
		Thread thread = new Thread(runnable, "dynamodb-toolkit-flags");
		thread.setDaemon(true);
		return thread;
	});

	/** Only the poller's thread uses it. */
	private FlagSnapshot last = FlagSnapshot.NONE;

	FlagStoreDataSource(FlagStore store, Duration interval, DataSourceUpdateSink sink) {
		this.store = store;
		this.interval = interval;
		this.sink = sink;
	}

	@Override
	public Future<Void> start() {
		this.executor.scheduleWithFixedDelay(this::pollSafely, 0, this.interval.toNanos(), TimeUnit.NANOSECONDS);
		return this.initialized;
	}

	/** Throws nothing: the executor would not poll again. */
	private void pollSafely() {
		try {
			poll();
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

	private void poll() {
		if (!isInitialized() && !this.store.isInitialized()) {
			interrupted(ErrorKind.STORE_ERROR, new IllegalStateException("The flag store is not initialised yet"));
			return;
		}
		FlagSnapshot next = read();
		if (isInitialized() && next.saysTheSameAs(this.last)) {
			this.sink.updateStatus(State.VALID, null);
		}
		else if (this.sink.init(next.toDataSet())) {
			this.last = next;
			this.sink.updateStatus(State.VALID, null);
			this.initialized.complete(null);
		}
	}

	/** A replica that lags behind must not turn flags back. */
	private FlagSnapshot read() {
		Consistency first = isInitialized() ? Consistency.EVENTUAL : Consistency.STRONG;
		FlagSnapshot next = this.last.next(this.store, first);
		return first == Consistency.EVENTUAL && next.isBehind(this.last)
				? this.last.next(this.store, Consistency.STRONG) : next;
	}

	private void interrupted(ErrorKind kind, RuntimeException reason) {
		this.sink.updateStatus(State.INTERRUPTED, ErrorInfo.fromException(kind, reason));
	}

	@Override
	public boolean isInitialized() {
		return this.initialized.isDone();
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
